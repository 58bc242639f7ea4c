import type { Metadata } from './metadata.ts';

/** Keys of the architecture, and which of those that must be there are not. */
export class ArchitectureKeys {
  readonly #metadata: Metadata;
  readonly #architecture: string;
  readonly missing: string[] = [];
  /** Those that say something else of each block where one number is asked for. */
  readonly varying: string[] = [];

  /** Those that hold no number where one is asked for. */
  readonly wrong: string[] = [];

  constructor(metadata: Metadata, architecture: string) {
    this.#metadata = metadata;
    this.#architecture = architecture;
  }

  #value(key: string) {
    return this.#metadata.get(`${this.#architecture}.${key}`);
  }

  /** A number; of a list with one for each block the first. */
  number(key: string, otherwise: number): number {
    const value = this.#value(key);
    if (value instanceof Float64Array) {
      if (value.some((one) => one !== value[0])) this.varying.push(`${this.#architecture}.${key}`);
      return value[0] ?? otherwise;
    }
    if (typeof value === 'number') return value;
    if (value !== undefined) this.wrong.push(`${this.#architecture}.${key}`);
    return otherwise;
  }

  /** A factor; 0 stands for none. */
  scale(key: string, otherwise: number): number {
    return this.number(key, 0) || otherwise;
  }

  isFalse(key: string): boolean {
    return this.#value(key) === false;
  }

  isTrue(key: string): boolean {
    return this.#value(key) === true;
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined;
  }

  /** Whether a block has the window: said of each block, or by a number n of which the last of each n blocks has none; undefined where no key says it. */
  pattern(block: number): boolean | undefined {
    const value = this.#value('attention.sliding_window_pattern');
    if (typeof value === 'number') return value > 0 && block % value < value - 1;
    if (value instanceof Float64Array || Array.isArray(value)) return Boolean(value[block]);
    return undefined;
  }

  /** A count that must be there. */
  needed(key: string): number {
    const value = this.number(key, Number.NaN);
    if (Number.isSafeInteger(value) && value > 0) return value;
    this.missing.push(`${this.#architecture}.${key} (a whole number from 1)`);
    return 1;
  }

  /** A number that must be there. */
  required(key: string): number {
    if (this.#value(key) === undefined) this.missing.push(`${this.#architecture}.${key}`);
    return this.number(key, 1);
  }

  /** Why the keys tell no model; undefined where they do. */
  get fault(): string | undefined {
    const { missing, wrong, varying } = this;
    if (missing.length > 0) return `it lacks ${missing.join(', ')}`;
    if (wrong.length > 0) return `expected a number, found something else: ${wrong.join(', ')}`;
    return varying.length > 0 ? `its blocks differ in ${varying.join(', ')}` : undefined;
  }

  text(key: string, otherwise: string): string {
    const value = this.#value(key);
    return typeof value === 'string' ? value : otherwise;
  }
}
