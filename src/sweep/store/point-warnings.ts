import { createHash } from 'node:crypto';

/** Warnings of points beyond these are only counted. */
const MOST_WARNINGS = 50;

/** What was said of any point of a sweep, each text once. Of a million points that have each their own, the first texts are kept, and of the others a number each. */
export class PointWarnings {
  /** The first in alphabetical order: the order in which points finish must not show. */
  readonly #first: string[] = [];
  /** Of the texts that are not among those. */
  readonly #others = new Set<number>();

  /** Whether it is new. */
  add(text: string): boolean {
    if (this.#first.includes(text)) return false;
    const isFull = this.#first.length === MOST_WARNINGS;
    if (isFull && text > this.#first.at(-1)!) return isNew(this.#others, text);
    const place = this.#first.findIndex((one) => text < one);
    this.#first.splice(place < 0 ? this.#first.length : place, 0, text);
    if (isFull) isNew(this.#others, this.#first.pop()!);
    return true;
  }

  /** The texts, and behind them how many are not told. */
  told(): string[] {
    const more = this.#others.size;
    return more === 0 ? this.#first : [...this.#first, `${more} more warnings of this kind`];
  }
}

/** A text that went out of the first ones is among the others, and can never come back: those only get smaller. */
function isNew(others: Set<number>, text: string): boolean {
  const before = others.size;
  return others.add(digest(text)).size > before;
}

/** 53 bits, by which a million texts are told apart but for one case in ten thousand. */
function digest(text: string): number {
  return Number(createHash('sha256').update(text).digest().readBigUInt64LE() >> 11n);
}
