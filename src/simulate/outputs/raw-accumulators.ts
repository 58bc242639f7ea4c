import type { FixedFormat } from '../../base/number-format.ts';
import type { Accumulators } from './accumulators.ts';
import { addClipped } from './clipped-accumulators.ts';

/**
 * Raw integers of up to 30 bits, so that no sum leaves 32 bits before it is clipped. A bound on the magnitude of all sums is kept: while a column cannot
 * carry any of them out of the range, none is looked at (2.5 x, bench/rivals); otherwise the bound is taken anew, and where that does not help each sum is clipped.
 */
export function rawAccumulators({ minRaw, maxRaw, fractionBits, scale = 1 }: FixedFormat, rows: number): Accumulators {
  const sums = new Int32Array(rows);
  let bound = 0;
  let clipped = 0;
  let addedSinceLook = 0;
  const isRoomFor = (products: Int32Array, codes: number, entries: number) => {
    const step = largestMagnitude(products, codes);
    addedSinceLook += entries;
    // a look at all sums is worth it only once as many were added to: near the end of the range it would be taken for every column
    if (bound + step > maxRaw && addedSinceLook >= rows) {
      bound = largestMagnitude(sums, rows);
      addedSinceLook = 0;
    }
    const isRoom = bound + step <= maxRaw;
    bound = isRoom ? bound + step : Number.POSITIVE_INFINITY;
    return isRoom;
  };
  return {
    start(found, clippedBefore) {
      sums.set(found);
      clipped = clippedBefore;
      // the next column looks at them
      bound = Number.POSITIVE_INFINITY;
      addedSinceLook = rows;
    },
    newProducts: (count) => new Int32Array(count),
    addShared(rowIndex, codes, products, from, to) {
      if (isRoomFor(products as Int32Array, products.length, to - from))
        addUnclipped(sums, rowIndex, codes, products as Int32Array, from, to);
      else for (let k = from; k < to; k++) clipped += addClipped(sums, rowIndex[k], products[codes[k]], minRaw, maxRaw);
    },
    addDirect(rowIndex, products, from, to) {
      if (isRoomFor(products as Int32Array, to - from, to - from))
        for (let k = from; k < to; k++) sums[rowIndex[k]] += products[k - from];
      else for (let k = from; k < to; k++) clipped += addClipped(sums, rowIndex[k], products[k - from], minRaw, maxRaw);
    },
    addOne(row, product) {
      clipped += addClipped(sums, row, product, minRaw, maxRaw);
      bound = Math.max(bound, Math.abs(sums[row]));
    },
    saturations: () => clipped,
    outputs() {
      const values = new Float32Array(rows);
      const step = 2 ** -fractionBits;
      for (let row = 0; row < rows; row++) values[row] = sums[row] * step * scale;
      return values;
    },
  };
}

function largestMagnitude(values: Int32Array, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** addFp32 for integers: a loop that saw both kinds of array would be slower for either. */
function addUnclipped(
  sums: Int32Array,
  rowIndex: Uint32Array,
  codes: Uint8Array,
  products: Int32Array,
  from: number,
  to: number,
): void {
  let k = from;
  for (; k + 3 < to; k += 4) {
    const r0 = rowIndex[k];
    const r1 = rowIndex[k + 1];
    const r2 = rowIndex[k + 2];
    const r3 = rowIndex[k + 3];
    const s0 = sums[r0] + products[codes[k]];
    const s1 = sums[r1] + products[codes[k + 1]];
    const s2 = sums[r2] + products[codes[k + 2]];
    const s3 = sums[r3] + products[codes[k + 3]];
    sums[r0] = s0;
    sums[r1] = s1;
    sums[r2] = s2;
    sums[r3] = s3;
  }
  for (; k < to; k++) sums[rowIndex[k]] += products[codes[k]];
}
