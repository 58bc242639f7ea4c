import type { CompressionConfig } from '../config/network/network.ts';
import { valuesOfCodes } from '../network/coded-matrix.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { prune } from './prune.ts';
import { countClipped, formatFor, quantizeWeights } from './quantize-weights.ts';
import { type SharedValues, shareWeights } from './share-weights.ts';
import { type SparseWeights, toSparse } from './sparse-weights.ts';

/** What the `compress:` of a network config asks for, done to imported weights. */
export function applyCompression(imported: ImportedWeights, config: CompressionConfig): ImportedWeights {
  if (config.prune === null && config.share === null && config.format === null) return imported;
  const sparse = imported.layers.map((layer) => toSparse(layer.matrix).weights);
  const pruned = config.prune === null ? sparse : prune(sparse, config.prune.rule, config.prune.scope);
  const { share } = config;
  const shared = share === null ? [] : pruned.map(({ values }) => shareWeights(values, share));
  const layers = imported.layers.map((layer, index) => compressLayer(layer, pruned[index], shared[index], config));
  return { ...imported, layers };
}

function compressLayer(
  layer: ImportedLayer,
  weights: SparseWeights,
  values: SharedValues | undefined,
  { share, format }: CompressionConfig,
): ImportedLayer {
  const { shared: own, ...plain } = layer;
  if (share === null || values === undefined) {
    const isSame = own !== undefined && own.codes.length === weights.values.length;
    const rounded = inFormat(weights.values, format);
    const kept = { ...plain, matrix: { ...weights, values: rounded.values }, ...clippedWeights(rounded.saturations) };
    return isSame ? { ...kept, shared: { ...own, codebook: inFormat(own.codebook, format).values } } : kept;
  }
  const { codes } = values;
  const { values: codebook } = inFormat(values.codebook, format);
  const matrix = { ...weights, values: valuesOfCodes(codes, codebook) };
  const shared = { codes, codebook, codeBits: share.codeBits, paddingZeros: 0 };
  return { ...plain, matrix, shared, ...clippedWeights(clippedCodes(values, format)) };
}

function inFormat(values: Float32Array, format: string | null): { values: Float32Array; saturations: number } {
  return format === null ? { values, saturations: 0 } : quantizeWeights(values, formatFor(format, values));
}

/** Weights whose shared value the format clips. */
function clippedCodes({ codes, codebook }: SharedValues, format: string | null): number {
  return format === null ? 0 : countClipped(codes, codebook, formatFor(format, codebook));
}

function clippedWeights(count: number): Pick<ImportedLayer, 'clippedWeights'> {
  return count === 0 ? {} : { clippedWeights: count };
}
