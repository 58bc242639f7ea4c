import { loaded } from '../loaded.ts';
import { bitPartsOf, partsOf } from '../parts.ts';
import { LONGEST_COLUMN } from '../weights/place-bits.ts';
import { lentShorts, markedOf, type NarrowArithmetic, type NarrowSums } from './narrow-sums.ts';
import type { SharedColumns } from './shared-sums.ts';

/** Columns whose bits and codes are brought at a time, and inputs between two looks at sums that might leave the range. */
const COLUMNS = 256;
const LOOK = 32;

/** Weights that were multiplied once: what is used again is laid out, which takes as long as some uses. */
const used = new WeakSet<object>();

/**
 * Sums of raw integers the first time that the weights are multiplied; undefined where they were already, where their places are not known as bits, or where a sum might
 * have to be clipped: others then do it.
 * @param weights raw value of each code
 * @param inputs raw value of the input of each of `columns`, which ascend
 */
export function bitSums(
  { rows, columnStart, codes, places }: SharedColumns,
  columns: Uint32Array,
  weights: Int16Array,
  inputs: Int32Array,
  { shift, low, high }: NarrowArithmetic,
): NarrowSums | undefined {
  const kernels = loaded();
  if (kernels === undefined || places === undefined || rows > LONGEST_COLUMN || used.has(codes)) return undefined;
  used.add(codes);
  const { call, memory } = kernels;
  const [count, size] = [columns.length, weights.length];
  const limit = Math.min(high, -low);
  return memory.lend((take) => {
    const [starts, items, values] = [columnStart, columns, inputs].map((array) => memory.lent(take, array));
    const table = lentShorts(memory, take, weights);
    const [tables, clips, sums] = [take(4 * size * LOOK), take(count), memory.cleared(take, 4 * rows)];
    const bits = bitPartsOf(places.bits, rows, COLUMNS, memory, take);
    const ownCodes = partsOf(columnStart, COLUMNS, memory, take, 1);
    let bound = 0;
    for (let n = 0; n < count; ) {
      const from = columns[n] - (columns[n] % COLUMNS);
      const bitsAt = bits.put(from, Math.min(from + COLUMNS, columnStart.length - 1));
      const codesAt = ownCodes.put(codes, from);
      while (n < count && columns[n] < from + COLUMNS) {
        let now = 1;
        while (now < LOOK && n + now < count && columns[n + now] < from + COLUMNS) now++;
        const own = values + 4 * n;
        const reach = call.productTables(table, size, own, now, shift, low, high, tables, clips + n);
        if (bound + reach > limit) bound = call.reachOfWords(sums, rows);
        if (bound + reach > limit) return undefined;
        call.addBitColumns(starts, bitsAt, rows, codesAt, items + 4 * n, now, tables, size, sums);
        bound += reach;
        n += now;
      }
    }
    const clippedInputs = markedOf(memory.bytes(clips, count));
    return { sums: memory.integers(sums, rows).slice(), clipped: 0, clippedInputs };
  });
}
