import type { CompressedNetwork, StoredWeights } from '../network/compressed/compressed-network.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { refuseUnread } from '../network/skipped-notes.ts';
import { type CompressedLayer, type CompressionRules, compressLayers } from './compress-layers.ts';
import { type LayerCompression, type TotalCompression, totalCompression } from './compression-report.ts';
import { encode } from './encode.ts';

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
  const { processingElements, indexBits, format = 'fp32' } = rules;
  const stored = compressed.map((layer, index) => toStored(layer, imported.layers[index], rules, format));
  const network = { processingElements, indexBits, layers: stored, ...(imported.graph && { graph: imported.graph }) };
  const weights = { ...imported, layers: compressed.map((layer, index) => toImported(layer, imported.layers[index])) };
  return { network, weights, layers, total: totalCompression(layers) };
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
