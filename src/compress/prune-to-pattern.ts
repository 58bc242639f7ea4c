import { UserError } from '../base/user-error.ts';
import type { Balance, NOfM } from '../config/network/prune-rule.ts';
import { keepLargest } from './keep-largest.ts';
import { type SparseWeights, selectWeights } from './sparse-weights.ts';

/** Each block of M consecutive inputs of a row keeps its N largest magnitudes; a last, shorter block may keep as many. */
export function pruneToNOfM(weights: SparseWeights, { kept, of }: NOfM): SparseWeights {
  return keepLargest(weights, { columns: of, groups: weights.rows, groupOf: (row) => row, keeps: () => kept });
}

/**
 * Bank-balanced (Cao et al., FPGA 2019): each row is split into banks of equal size (the last may be shorter), and each bank keeps its `perBank` largest magnitudes.
 * @throws UserError where a bank has fewer inputs than it is to keep
 */
export function pruneToBanks(
  weights: SparseWeights,
  { perBank, banks }: { perBank: number; banks: number },
): SparseWeights {
  const size = bankSize(weights.columns, banks);
  if (perBank > size)
    throw UserError.at(
      { path: 'compress.prune.perBank' },
      `expected at most the ${size} inputs of a bank (${weights.columns} inputs in ${banks} banks), found ${perBank}`,
      'PRUNE_RANGE',
    );
  return pruneToNOfM(weights, { kept: perBank, of: size });
}

/** Inputs of a bank. */
export function bankSize(columns: number, banks: number): number {
  return Math.ceil(columns / banks);
}

/**
 * As many weights on each PE (row r lies on PE r mod PEs): of the whole layer round(density x rows x columns / PEs), the load-balance-aware pruning of ESE (Han et al.,
 * FPGA 2017); or of each column as many as its share of the layer's largest weights, over PEs: then no PE waits for another. A PE that has fewer rows than it is to
 * keep of a column keeps them all, so that PEs are equal only where the rows of the fewest suffice.
 */
export function pruneBalanced(
  weights: SparseWeights,
  density: number,
  { balance, processingElements: pes }: Balance,
  largest: (weights: SparseWeights) => SparseWeights,
): SparseWeights {
  const groupOf = (row: number) => row % pes;
  const { rows, columns } = weights;
  if (balance === 'processingElements') {
    const each = Math.round((density * rows * columns) / pes);
    return keepLargest(weights, { columns, groups: pes, groupOf, keeps: () => each });
  }
  const { columnStart } = largest(weights);
  const room = Math.floor(rows / pes);
  const each = (column: number) => Math.min(room, Math.round((columnStart[column + 1] - columnStart[column]) / pes));
  return keepLargest(weights, { columns: 1, groups: pes, groupOf, keeps: each });
}

/**
 * Coarse-grained (Cambricon-S, MICRO 2018): blocks of `blockRows` rows and one input stay or go together; round(density x blocks) with the largest sum of magnitudes stay,
 * among equal ones those that come first, column after column.
 */
export function pruneBlocks(weights: SparseWeights, density: number, blockRows: number): SparseWeights {
  const { rows, columns, columnStart, rowIndex, values } = weights;
  const high = Math.ceil(rows / blockRows);
  const sums = new Float64Array(high * columns);
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++)
      sums[column * high + Math.floor(rowIndex[k] / blockRows)] += Math.abs(values[k]);
  const stays = largestOf(sums, Math.round(density * sums.length));
  let index = 0;
  let column = 0;
  return selectWeights(weights, () => {
    while (columnStart[column + 1] <= index) column++;
    return stays[column * high + Math.floor(rowIndex[index++] / blockRows)] === 1;
  });
}

/** Marks the `count` largest, at a tie the first. */
function largestOf(values: Float64Array, count: number): Uint8Array {
  const stays = new Uint8Array(values.length);
  if (count === 0) return stays;
  const threshold = values.toSorted()[values.length - count];
  let left = count;
  values.forEach((value, k) => {
    if (value > threshold) {
      stays[k] = 1;
      left--;
    }
  });
  for (let k = 0; k < values.length && left > 0; k++)
    if (values[k] === threshold) {
      stays[k] = 1;
      left--;
    }
  return stays;
}
