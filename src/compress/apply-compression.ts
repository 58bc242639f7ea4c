import { parseNumberFormat } from '../base/number-format.ts';
import type { CompressionConfig } from '../config/network.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { type PruneRule, prune } from './prune.ts';
import { quantizeWeights } from './quantize-weights.ts';
import { type SharedValues, shareWeights } from './share-weights.ts';
import { type SparseWeights, toSparse } from './sparse-weights.ts';

/** What the `compress:` of a network config asks for, done to imported weights. */
export function applyCompression(imported: ImportedWeights, config: CompressionConfig): ImportedWeights {
  if (config.prune === null && config.share === null && config.format === null) return imported;
  const sparse = imported.layers.map((layer) => toSparse(layer.matrix).weights);
  const pruned = config.prune === null ? sparse : prune(sparse, ruleOf(config.prune), config.prune.scope);
  const { share } = config;
  const shared = share === null ? [] : pruned.map(({ values }) => shareWeights(values, share));
  const layers = imported.layers.map((layer, index) => compressLayer(layer, pruned[index], shared[index], config));
  return { ...imported, layers };
}

function ruleOf({ rule, value }: NonNullable<CompressionConfig['prune']>): PruneRule {
  return rule === 'density' ? { density: value } : rule === 'threshold' ? { threshold: value } : { quality: value };
}

function compressLayer(
  layer: ImportedLayer,
  weights: SparseWeights,
  values: SharedValues | undefined,
  { share, format }: CompressionConfig,
): ImportedLayer {
  const { shared: own, ...plain } = layer;
  const round = (values: Float32Array) =>
    format === null ? values : quantizeWeights(values, parseNumberFormat(format, { path: 'compress.format' })).values;
  if (share === null || values === undefined) {
    const isSame = own !== undefined && own.codes.length === weights.values.length;
    const matrix = { ...weights, values: round(weights.values) };
    return isSame ? { ...plain, matrix, shared: { ...own, codebook: round(own.codebook) } } : { ...plain, matrix };
  }
  const { codes } = values;
  const codebook = round(values.codebook);
  const matrix = { ...weights, values: Float32Array.from(codes, (code) => codebook[code]) };
  return { ...plain, matrix, shared: { codes, codebook, codeBits: share.codeBits, paddingZeros: 0 } };
}
