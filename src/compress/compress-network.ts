import type { CompressedNetwork, StoredWeights } from '../network/compressed/compressed-network.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { refuseUnread } from '../network/skipped-notes.ts';
import type { WeightSource } from '../network/weight-source.ts';
import { type CompressedLayer, type CompressionRules, compressLayers } from './compress-layers.ts';
import { type LayerCompression, type TotalCompression, totalCompression } from './compression-report.ts';

/** A network compressed for a machine, and what that did to each layer. */
export interface NetworkCompression {
  readonly network: CompressedNetwork;
  /** The same network as if it came from a file, with the values that its weights have now. */
  readonly weights: ImportedWeights;
  readonly layers: readonly LayerCompression[];
  readonly total: TotalCompression;
}

/**
 * Compresses every layer of an imported network; its graph, where it has one, stays.
 * @throws UserError where weights of the network are not read
 */
export function compressNetwork(imported: ImportedWeights, rules: CompressionRules): NetworkCompression {
  refuseUnread(imported.format, imported.skipped);
  const compressed = compressLayers(imported.layers, rules);
  const layers = compressed.map(({ report }) => report);
  const { processingElements, indexBits } = rules;
  const stored = compressed.map((layer, index) => toStored(layer, imported.layers[index], rules));
  const network = { processingElements, indexBits, layers: stored, ...(imported.graph && { graph: imported.graph }) };
  const weights = { ...imported, layers: compressed.map((layer, index) => toImported(layer, imported.layers[index])) };
  return { network, weights, layers, total: totalCompression(layers) };
}

/** Whether the layers of a source are compressed each by itself: no graph is wanted of them, and no rule looks at all together. */
export function isInSteps({ graph }: WeightSource, { prune, scope }: CompressionRules): boolean {
  return graph === undefined && (prune === undefined || scope !== 'global');
}

/**
 * The same layer by layer, each read for its turn and none longer in memory than that; in their order.
 * @throws UserError where weights of the source are not read
 */
export function* compressInSteps(
  { format, skipped, heads }: WeightSource,
  rules: CompressionRules,
): Generator<{ readonly stored: StoredWeights; readonly report: LayerCompression }> {
  refuseUnread(format, skipped);
  for (const head of heads) {
    const layer = head.readNonZeros?.() ?? head.read();
    const [compressed] = compressLayers([layer], rules);
    yield { stored: toStored(compressed, layer, rules), report: compressed.report };
  }
}

/** The bias stays as it came; the matrix of the compressed layer has it as its last column. */
function toImported({ matrix }: CompressedLayer, layer: ImportedLayer): ImportedLayer {
  const { rows, columns, columnStart, rowIndex, weights } = matrix;
  const end = columnStart[columns];
  const values = Float32Array.from(weights.codes.subarray(0, end), (code) => weights.codebook[code]);
  const starts = columnStart.slice(0, columns + 1);
  const { name, kind, shape, numberFormat, groups, bias } = layer;
  return {
    name,
    kind,
    shape,
    numberFormat,
    ...(groups !== undefined && { groups }),
    ...(bias !== undefined && { bias }),
    matrix: { kind: 'sparse', rows, columns, columnStart: starts, rowIndex: rowIndex.slice(0, end), values },
  };
}

function toStored(
  { name, kind, shape, matrix, streams }: CompressedLayer,
  { bias, groups }: ImportedLayer,
  { processingElements, format: numberFormat = 'fp32' }: CompressionRules,
): StoredWeights {
  const { rows, columns } = matrix;
  const { codes, relativeIndices, pointers } = streams;
  return {
    name,
    kind,
    shape,
    rows,
    columns,
    ...(groups === undefined ? {} : { groups }),
    numberFormat,
    codebook: matrix.weights.codebook,
    codes,
    relativeIndices,
    pointers: pointers.slice(0, (columns + 1) * processingElements),
    ...(bias && { bias: Float32Array.from(bias) }),
  };
}
