import type { Tensor } from '../graph/graph.ts';
import type { Transformer, TransformerBlock } from './transformer.ts';

/** Cosines and sines [positions, half of the turned elements], under a name for all blocks that share them. */
interface Tables {
  readonly key: string;
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/** The angles of rotary positions (arXiv 2104.09864): position x base^(-2 k / size), divided by the factor of pair k where there are factors; what is run beyond a length may have others. */
export class RotaryTables {
  readonly #model: Transformer;
  readonly #length: number;
  readonly #known = new Map<string, Tables>();

  constructor(model: Transformer, length: number) {
    this.#model = model;
    this.#length = length;
  }

  /** undefined where the model has other positions, or the block none. */
  of({ rotaryBase, isUnplaced, isUnscaled }: TransformerBlock): Tables | undefined {
    const { rotary } = this.#model;
    if (rotary === undefined || isUnplaced === true) return undefined;
    const base = rotaryBase ?? rotary.base;
    const key = `${base}${isUnscaled === true ? '.unscaled' : ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const half = rotary.size / 2;
    const isBeyond = rotary.beyond !== undefined && this.#length > rotary.beyond.tokens;
    const factors = isUnscaled === true ? undefined : isBeyond ? rotary.beyond.factors : rotary.factors;
    const magnitude = isUnscaled === true ? 1 : (rotary.magnitude ?? 1);
    const angles = Float64Array.from({ length: this.#length * half }, (_, at) => {
      const pair = at % half;
      const frequency = base ** ((-2 * pair) / rotary.size) / (factors?.[pair] ?? 1);
      return Math.floor(at / half) * frequency;
    });
    const table = (of: (angle: number) => number): Tensor => ({
      type: 'fp64',
      shape: [this.#length, half],
      values: angles.map((angle) => magnitude * of(angle)),
    });
    const tables = { key, cosines: table(Math.cos), sines: table(Math.sin) };
    this.#known.set(key, tables);
    return tables;
  }
}

/** What is wrong with the numbers of rotary positions; undefined where nothing is. */
export function rotaryFault(
  { base, size, factor, tokens }: Readonly<Record<'base' | 'size' | 'factor' | 'tokens', number>>,
  headSize: number,
): string | undefined {
  if (!(size >= 2 && size % 2 === 0 && size <= headSize))
    return `rotary positions turn an even number of the ${headSize} elements of a head, found ${size}`;
  if (!(base > 1)) return `the base of rotary positions is above 1, found ${base}`;
  if (!(factor > 0)) return `positions are scaled by a factor above 0, found ${factor}`;
  return tokens > 0 ? undefined : `positions are scaled from a context of tokens, found ${tokens}`;
}
