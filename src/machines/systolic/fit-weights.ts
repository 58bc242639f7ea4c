import { pruneToNOfM } from '../../compress/prune-to-pattern.ts';
import type { NOfM } from '../../config/network/prune-rule.ts';
import { patternName } from '../../config/network/prune-rule.ts';
import { valuesOfCodes } from '../../network/coded-matrix.ts';
import type { Layer, WeightMatrix } from '../../network/layer.ts';
import type { FittedLayer } from '../machine.ts';

/** Prunes weights to the N:M pattern that the machine stores, the largest magnitudes of each block stay; what has it already is left as it is. */
export function fitWeights(layer: Layer, pattern: NOfM | undefined): FittedLayer {
  if (pattern === undefined) return { layer, warning: null };
  const { matrix } = layer;
  const stored = matrix.columnStart[matrix.columns];
  const values = valuesOf(matrix);
  const weights = {
    kind: 'sparse',
    rows: matrix.rows,
    columns: matrix.columns,
    columnStart: matrix.columnStart.subarray(0, matrix.columns + 1),
    rowIndex: matrix.rowIndex.subarray(0, stored),
    values: values.subarray(0, stored),
  } as const;
  const pruned = pruneToNOfM(weights, pattern);
  const lost = stored - pruned.values.length;
  if (lost === 0) return { layer, warning: null };
  const bias = values.subarray(stored);
  const fitted: WeightMatrix = {
    ...matrix,
    columnStart: Uint32Array.from([
      ...pruned.columnStart,
      ...(matrix.hasBias ? [pruned.values.length + bias.length] : []),
    ]),
    rowIndex: joined(Uint32Array, pruned.rowIndex, matrix.rowIndex.subarray(stored)),
    weights: { kind: 'direct', values: joined(Float32Array, pruned.values, bias) },
  };
  const share = ((100 * lost) / stored).toFixed(1);
  return {
    layer: { ...layer, matrix: fitted },
    warning: `${layer.name}: ${lost} of ${stored} weights (${share} %) do not fit ${patternName(pattern)} and become 0`,
  };
}

function valuesOf({ weights }: WeightMatrix): Float32Array {
  if (weights.kind === 'direct') return weights.values;
  return valuesOfCodes(weights.codes, weights.codebook);
}

function joined<Values extends Uint32Array | Float32Array>(
  make: new (length: number) => Values,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Values {
  const all = new make(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
