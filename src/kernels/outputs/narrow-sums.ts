import type { LinearMemory } from '../linear-memory.ts';

/** Raw integers of up to 16 bits: a product is rounded to even by `shift` bits and clipped to [low, high], as every sum is. */
export interface NarrowArithmetic {
  readonly shift: number;
  readonly low: number;
  readonly high: number;
}

/** Sums of products of columns and inputs, in the order of the columns. */
export interface NarrowSums {
  readonly sums: Int16Array | Int32Array;
  /** Sums that were clipped. */
  readonly clipped: number;
  /** Inputs (their numbers) some of whose products were clipped. */
  readonly clippedInputs: readonly number[];
}

/** Where kernels have left the sums of `rows` rows, and a mark for each of `inputs` inputs. */
interface Left {
  readonly sums: number;
  readonly rows: number;
  readonly marks: number;
  readonly inputs: number;
}

/** Takes sums of 16 bits out of the kernels' memory, and what was clipped of them. */
export function takeNarrowSums(memory: LinearMemory, { sums, rows, marks, inputs }: Left, clipped: number): NarrowSums {
  const clippedInputs = markedOf(memory.bytes(marks, inputs));
  return { sums: memory.shorts(sums, rows).slice(), clipped, clippedInputs };
}

/** The numbers of those that are marked. */
export function markedOf(marks: Uint8Array): number[] {
  const marked: number[] = [];
  for (let n = marks.indexOf(1); n >= 0; n = marks.indexOf(1, n + 1)) marked.push(n);
  return marked;
}

/** Numbers of 16 bits for as long as `take` gives blocks, with zeros behind them up to `bytes`. */
export function lentShorts(
  memory: LinearMemory,
  take: (bytes: number) => number,
  numbers: Int16Array,
  bytes = 0,
): number {
  const at = memory.cleared(take, Math.max(bytes, numbers.byteLength));
  memory.shorts(at, numbers.length).set(numbers);
  return at;
}
