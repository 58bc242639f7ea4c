import type { CompressedNetwork, StoredWeights } from '../network/compressed/compressed-network.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { refuseUnread } from '../network/skipped-notes.ts';
import { type CompressedLayer, type CompressionRules, compressLayers } from './compress-layers.ts';
import { type LayerCompression, type TotalCompression, totalCompression } from './compression-report.ts';
import { encode } from './encode.ts';

/** A network compressed for a machine, and what that did to each layer. */
export interface NetworkCompression {
  readonly network: CompressedNetwork;
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
  const { processingElements, indexBits, format = 'fp32' } = rules;
  const stored = compressed.map((layer, index) => toStored(layer, imported.layers[index], rules, format));
  const network = { processingElements, indexBits, layers: stored, ...(imported.graph && { graph: imported.graph }) };
  return { network, layers, total: totalCompression(layers) };
}

function toStored(
  { name, kind, shape, matrix }: CompressedLayer,
  { bias, groups }: ImportedLayer,
  { processingElements, indexBits }: CompressionRules,
  numberFormat: string,
): StoredWeights {
  const { rows, columns } = matrix;
  const weights = { ...matrix, hasBias: false, columnStart: matrix.columnStart.slice(0, columns + 1) };
  const { codes, relativeIndices, pointers } = encode(weights, processingElements, indexBits);
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
