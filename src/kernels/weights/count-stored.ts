import { type Loaded, loaded } from '../loaded.ts';
import type { StoredRows } from './dense-columns.ts';
import { distinctSet } from './distinct-floats.ts';
import { type FloatStatistics, floatStatisticsTwin, newStatistics } from './float-statistics.ts';
import { halfFloats } from './half-floats.ts';

/** What is counted of floats, without the kernels holding them: zeros of either sign are not among the different ones. */
export interface FloatCounts extends FloatStatistics {
  readonly distinct: number;
}

/** Floats that are read at a time: they are counted while they lie in the cache. */
const BLOCK = 2 ** 15;

/** Counts of a matrix as a file holds it, read block by block; undefined where a value is not finite, and without kernels. */
export function countStored(stored: StoredRows): FloatCounts | undefined {
  const kernels = loaded();
  if (kernels === undefined) return undefined;
  return stored.format === 'fp32' ? countWords(stored, kernels) : countHalves(stored, stored.format);
}

function countWords({ rows, columns, fill }: StoredRows, kernels: Loaded): FloatCounts | undefined {
  const { memory } = kernels;
  const count = rows * columns;
  return memory.lend((take) => {
    const at = take(4 * BLOCK);
    const statistics = newStatistics(kernels, take);
    const distinct = distinctSet(kernels, take);
    for (let from = 0; from < count; from += BLOCK) {
      const own = Math.min(BLOCK, count - from);
      fill(4 * from, memory.bytes(at, 4 * own));
      distinct.add(at, own);
      statistics.add(at, own);
    }
    return statistics.areFinite() ? { ...statistics.found(), distinct: distinct.size() } : undefined;
  });
}

/** Of 16 bits there are so few patterns that each is counted, and what they stand for looked at once. */
function countHalves({ rows, columns, fill }: StoredRows, format: 'bf16' | 'fp16'): FloatCounts | undefined {
  const times = new Float64Array(2 ** 16);
  const block = new Uint8Array(2 * BLOCK);
  const count = rows * columns;
  for (let from = 0; from < count; from += BLOCK) {
    const own = block.subarray(0, 2 * Math.min(BLOCK, count - from));
    fill(2 * from, own);
    const patterns = new Uint16Array(block.buffer, 0, own.length / 2);
    for (let k = 0; k < patterns.length; k++) times[patterns[k]]++;
  }
  const seen = Uint16Array.from(times.keys()).filter((pattern) => times[pattern] > 0);
  const values = halfFloats(format, seen);
  if (!values.every(Number.isFinite)) return undefined;
  const { nonZeros, ...range } = floatStatisticsTwin(values);
  const zeros = times[0] + times[0x8000];
  return { nonZeros: count - zeros, ...range, distinct: nonZeros };
}
