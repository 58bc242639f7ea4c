import type { ImportedLayer } from '../network/imported-weights.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { LayerKind, SharedWeights, WeightMatrix } from '../network/layer.ts';
import { addBias } from './bias-column.ts';
import { type LayerCompression, reportCompression } from './compression-report.ts';
import { encode } from './encode.ts';
import { type Prunable, type PruneRule, type PruneScope, prunerOf } from './prune.ts';
import { countClipped, formatFor, quantizeWeights } from './quantize-weights.ts';
import { type SharedValues, type ShareRule, shareWeights } from './share-weights.ts';
import { type Fp32Weights, type SparseWeights, toSparse } from './sparse-weights.ts';

/** What is done to the layers of a network, in this order; a step that is left out is not done. */
export interface CompressionRules {
  readonly prune?: PruneRule;
  /** `layer` by default. */
  readonly scope?: PruneScope;
  readonly share: ShareRule;
  /** Number format of the shared values (design: number formats); fp32 by default. */
  readonly format?: string;
  readonly processingElements: number;
  readonly indexBits: number;
}

/** A layer compressed for a machine, and what that cost. */
export interface CompressedLayer {
  readonly name: string;
  readonly kind: LayerKind;
  readonly shape: readonly number[];
  readonly matrix: WeightMatrix & { readonly weights: SharedWeights };
  /** Its weights as the machine stores them, without the bias. */
  readonly streams: InterleavedStreams;
  readonly report: LayerCompression;
}

/**
 * Prunes, shares, quantizes and encodes layers, as Deep Compression does. Weights that came with codes and are not pruned keep them where they fit.
 * Biases are not pruned and not shared.
 * @throws UserError as the passes do
 */
export function compressLayers(layers: readonly ImportedLayer[], rules: CompressionRules): CompressedLayer[] {
  const originals = layers.map((layer) => toSparse(layer.matrix));
  const weights = originals.map((original) => original.weights);
  const pruner = pruning(weights, rules);
  return layers.map((layer, index) => compressLayer(layer, originals[index], pruner, rules));
}

/** What the rules prune of one layer after the other; a rule for all of them together goes through `layers` first. */
export function pruning(
  layers: Iterable<Prunable>,
  { prune, scope }: Pick<CompressionRules, 'prune' | 'scope'>,
): (layer: SparseWeights) => SparseWeights {
  return prune === undefined ? (layer) => layer : prunerOf(layers, prune, scope);
}

/** One layer; `original`: its weights in fp32. */
export function compressLayer(
  layer: ImportedLayer,
  original: Fp32Weights,
  pruner: (layer: SparseWeights) => SparseWeights,
  rules: CompressionRules,
): CompressedLayer {
  const pruned = pruner(original.weights);
  const shared = ownCodes(layer, pruned, rules) ?? shareWeights(pruned.values, rules.share);
  const format = formatFor(rules.format ?? 'fp32', shared.codebook);
  const quantized = quantizeWeights(shared.codebook, format);
  const weights: SharedWeights = { kind: 'shared', codes: shared.codes, codebook: quantized.values };
  const plain = {
    rows: pruned.rows,
    columns: pruned.columns,
    hasBias: false,
    columnStart: pruned.columnStart,
    rowIndex: pruned.rowIndex,
  };
  const matrix = addBias({ ...plain, weights }, layer.bias);
  const streams = encode({ ...plain, weights }, rules.processingElements, rules.indexBits);
  const report = reportCompression(layer.name, original, {
    matrix: { ...plain, weights },
    streams,
    shared,
    codeBits: rules.share.codeBits,
    saturations: countClipped(shared.codes, shared.codebook, format),
    biases: layer.bias?.length ?? 0,
  });
  return { name: layer.name, kind: layer.kind, shape: layer.shape, matrix, streams, report };
}

/** The codes that came with the layer, where they belong to these very weights and fit. */
function ownCodes(layer: ImportedLayer, pruned: SparseWeights, { share }: CompressionRules): SharedValues | undefined {
  const own = layer.shared;
  const available = 2 ** share.codeBits - 1;
  if (
    own === undefined ||
    own.codes.length !== pruned.values.length ||
    own.codes.some((code) => code === 0 || code > available)
  )
    return undefined;
  const codebook = new Float32Array(2 ** share.codeBits);
  codebook.set(own.codebook.subarray(0, codebook.length));
  const used = new Set(own.codes).size;
  return { codes: own.codes, codebook, used, available, zeroValues: 0, iterations: 0 };
}
