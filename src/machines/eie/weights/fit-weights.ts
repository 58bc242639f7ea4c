import type { Layer, SharedWeights } from '../../../network/layer.ts';
import { withWeights } from '../../../network/with-weights.ts';
import type { FittedLayer } from '../../machine.ts';
import type { Reads } from '../hardware.ts';
import { shareWeights } from './sharing.ts';

/**
 * Shares weights that are stored by value where the machine has a codebook: k-means with linear initialisation into its codes (bias apart).
 * Weights that have codes already, and machines that store values, are left as they are.
 */
export function fitWeights(layer: Layer, { encoding }: Reads<'encoding.weights' | 'encoding.codeBits'>): FittedLayer {
  const { matrix } = layer;
  if (encoding.weights === 'direct' || matrix.weights.kind === 'shared') return { layer, warning: null };
  const stored = matrix.columnStart[matrix.columns];
  const values = matrix.weights.values.subarray(0, stored);
  const { codes, codebook, iterations, used } = shareWeights(values, { codeBits: encoding.codeBits });
  const all = new Uint8Array(matrix.columnStart.at(-1)!).fill(1);
  all.set(codes);
  const weights: SharedWeights = { kind: 'shared', codes: all, codebook };
  const biasValues = matrix.weights.values.slice(stored);
  const shared = withWeights(matrix, weights);
  const fitted = { ...layer, matrix: matrix.hasBias ? { ...shared, biasValues } : shared };
  const isExact = iterations === 0;
  const warning = isExact
    ? null
    : `${layer.name}: ${stored} weights share ${used} values (${encoding.codeBits}-bit codes; picojoule compress shares them once, encoding.weights: direct keeps each)`;
  return { layer: fitted, warning };
}
