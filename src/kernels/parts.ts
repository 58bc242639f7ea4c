import type { LinearMemory } from './linear-memory.ts';

/** Brings what compressed columns store into the kernels' memory some columns at a time: all of it may be hundreds of megabytes. */
export interface Parts {
  /**
   * Puts what the columns from `from` on store; the address that element 0 would have, so that a kernel counts from there. It may lie below the memory: addresses of 32
   * bits wrap around.
   */
  readonly put: (array: Uint32Array | Uint8Array, from: number) => number;
}

/** Parts of `columns` columns each. */
export function partsOf(
  columnStart: Uint32Array,
  columns: number,
  memory: LinearMemory,
  take: (bytes: number) => number,
  elementBytes = 4,
): Parts {
  const stored = columnStart.length - 1;
  let most = 0;
  for (let from = 0; from < stored; from += columns)
    most = Math.max(most, columnStart[Math.min(from + columns, stored)] - columnStart[from]);
  const at = take(most * elementBytes);
  return {
    put(array, from) {
      const first = columnStart[Math.min(from, stored)];
      memory.put(at, array.subarray(first, columnStart[Math.min(from + columns, stored)]));
      return at - first * elementBytes;
    },
  };
}

/** The same of bits: that of a row of a column stands at column x rows + row. */
export interface BitParts {
  /** Puts those of the columns from `from` to before `to`; the address that bit 0 would have. */
  readonly put: (from: number, to: number) => number;
}

/** Room behind bits: kernels read whole words from any byte on. */
export const BEHIND = 32;

/** Parts of `columns` columns each. */
export function bitPartsOf(
  bits: Int32Array,
  rows: number,
  columns: number,
  memory: LinearMemory,
  take: (bytes: number) => number,
): BitParts {
  const at = take(Math.ceil((rows * columns) / 8) + BEHIND);
  return {
    put(from, to) {
      const first = Math.floor((from * rows) / 64) * 2;
      memory.put(at, bits.subarray(first, Math.ceil((to * rows) / 64) * 2));
      return at - 4 * first;
    },
  };
}
