import { rankMagnitudes } from './magnitude-rank.ts';
import { type SparseWeights, selectWeights } from './sparse-weights.ts';

/** A run of stored weights whose members belong to groups, of which each keeps its largest magnitudes. */
export interface Grouping {
  /** Columns whose weights are looked at together. */
  readonly columns: number;
  readonly groups: number;
  readonly groupOf: (row: number) => number;
  /** Weights that each group of a run of columns keeps; the run is named by its first column. */
  readonly keeps: (firstColumn: number) => number;
}

/**
 * Keeps the largest magnitudes of each group; zeros stay zero. Among equal magnitudes those that come first, column after column, stay.
 * Linear in stored weights and in groups x runs of columns, apart from the sorting of groups that lose some.
 */
export function keepLargest(
  weights: SparseWeights,
  { columns: width, groups, groupOf, keeps }: Grouping,
): SparseWeights {
  const { columns, columnStart, rowIndex, values } = weights;
  const kept = new Uint8Array(values.length);
  const starts = new Uint32Array(groups + 1);
  const cursor = new Uint32Array(groups);
  let members = new Uint32Array(0);
  for (let first = 0; first < columns; first += width) {
    const from = columnStart[first];
    const to = columnStart[Math.min(first + width, columns)];
    starts.fill(0);
    for (let k = from; k < to; k++) starts[groupOf(rowIndex[k]) + 1]++;
    for (let group = 0; group < groups; group++) starts[group + 1] += starts[group];
    cursor.set(starts.subarray(0, groups));
    if (members.length < to - from) members = new Uint32Array(to - from);
    for (let k = from; k < to; k++) members[cursor[groupOf(rowIndex[k])]++] = k;
    const most = keeps(first);
    for (let group = 0; group < groups; group++)
      mark(members.subarray(starts[group], starts[group + 1]), most, values, kept);
  }
  let index = 0;
  return selectWeights(weights, () => kept[index++] === 1);
}

/** Sorting a long list takes longer than counting its bit patterns. */
const SHORT = 1 << 15;

/** Marks the `most` largest of some weights, which come in their order. */
function mark(members: Uint32Array, most: number, values: Float32Array, kept: Uint8Array): void {
  if (members.length <= most) {
    for (const k of members) kept[k] = 1;
    return;
  }
  if (most === 0) return;
  const magnitudes = Float32Array.from(members, (k) => Math.abs(values[k]));
  const { threshold, ties } = members.length > SHORT ? rankMagnitudes([magnitudes], most) : rank(magnitudes, most);
  let left = ties;
  for (const k of members) {
    const magnitude = Math.abs(values[k]);
    if (magnitude > threshold || (magnitude === threshold && left-- > 0)) kept[k] = 1;
  }
}

function rank(magnitudes: Float32Array, most: number): { threshold: number; ties: number } {
  const sorted = magnitudes.toSorted();
  const threshold = sorted[sorted.length - most];
  let above = 0;
  while (above < most && sorted[sorted.length - 1 - above] > threshold) above++;
  return { threshold, ties: most - above };
}
