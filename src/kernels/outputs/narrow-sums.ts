import type { LinearMemory } from '../linear-memory.ts';

/** Raw integers of up to 16 bits: a product is rounded to even by `shift` bits and clipped to [low, high], as every sum is. */
export interface NarrowArithmetic {
  readonly shift: number;
  readonly low: number;
  readonly high: number;
}

/** Sums of products of columns and inputs, in the order of the columns. */
export interface NarrowSums {
  readonly sums: Int32Array;
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
  const clippedInputs: number[] = [];
  const marked = memory.bytes(marks, inputs);
  for (let n = marked.indexOf(1); n >= 0; n = marked.indexOf(1, n + 1)) clippedInputs.push(n);
  return { sums: new Int32Array(memory.shorts(sums, rows)), clipped, clippedInputs };
}
