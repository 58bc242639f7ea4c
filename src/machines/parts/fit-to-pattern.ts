import { prune } from '../../compress/prune.ts';
import type { PruneRule } from '../../config/network/prune-rule.ts';
import { valuesOfCodes } from '../../network/coded-matrix.ts';
import type { Layer, SharedWeights, WeightMatrix } from '../../network/layer.ts';
import type { FittedLayer } from '../machine.ts';

/** A weight that another one of its group pushes out counts with its square, as what it adds to the sums does. */
interface Dropped {
  readonly weights: number;
  readonly energy: number;
}

/**
 * A layer pruned to the pattern that a machine stores, its codes and its bias kept; the largest magnitudes of each group stay. A layer that obeys the pattern is
 * left as it is; of another one the warning tells what it lost, for its outputs are not those of the network any more.
 */
export function fitToPattern(layer: Layer, rule: PruneRule, pattern: string): FittedLayer {
  const { matrix } = layer;
  const end = matrix.columnStart[matrix.columns];
  const values = valuesOf(matrix, end);
  const [kept] = prune(
    [
      {
        kind: 'sparse',
        rows: matrix.rows,
        columns: matrix.columns,
        columnStart: matrix.columnStart.subarray(0, matrix.columns + 1),
        rowIndex: matrix.rowIndex.subarray(0, end),
        values,
      },
    ],
    rule,
  );
  if (kept.values.length === end) return { layer, warning: null };
  const { matrix: fitted, dropped } = thinned(matrix, kept, values);
  const total = values.reduce((sum, value) => sum + value * value, 0);
  const share = (part: number, whole: number) => `${((100 * part) / whole).toPrecision(2)} %`;
  return {
    layer: { ...layer, matrix: fitted },
    warning: `${layer.name}: ${dropped.weights} of ${end} weights (${share(dropped.weights, end)}, ${share(dropped.energy, total)} of their squares) have no room in ${pattern} and are left out; counts are those of a network pruned to it, outputs are not those of this one`,
  };
}

function valuesOf({ weights }: WeightMatrix, end: number): Float32Array {
  if (weights.kind === 'direct') return weights.values.subarray(0, end);
  return valuesOfCodes(weights.codes.subarray(0, end), weights.codebook);
}

/** The matrix with the weights of a selection of its elements, both in the same order, and the bias as it was. */
function thinned(
  matrix: WeightMatrix,
  kept: { readonly columnStart: Uint32Array; readonly rowIndex: Uint32Array },
  values: Float32Array,
): { matrix: WeightMatrix; dropped: Dropped } {
  const { columns, hasBias, columnStart, rowIndex } = matrix;
  const end = columnStart[columns];
  const chosen = new Uint32Array(kept.rowIndex.length + rowIndex.length - end);
  let at = 0;
  let energy = 0;
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
      if (at < kept.columnStart[column + 1] && kept.rowIndex[at] === rowIndex[k]) chosen[at++] = k;
      else energy += values[k] * values[k];
    }
  for (let k = end; k < rowIndex.length; k++) chosen[at++] = k;
  const starts = new Uint32Array(columnStart.length);
  starts.set(kept.columnStart);
  if (hasBias) starts[columns + 1] = chosen.length;
  const weights = selected(matrix.weights, chosen);
  return {
    matrix: { ...matrix, columnStart: starts, rowIndex: Uint32Array.from(chosen, (k) => rowIndex[k]), weights },
    dropped: { weights: end - kept.rowIndex.length, energy },
  };
}

function selected(weights: WeightMatrix['weights'], chosen: Uint32Array): WeightMatrix['weights'] {
  if (weights.kind === 'direct') return { kind: 'direct', values: Float32Array.from(chosen, (k) => weights.values[k]) };
  const shared: SharedWeights = { ...weights, codes: Uint8Array.from(chosen, (k) => weights.codes[k]) };
  return shared;
}
