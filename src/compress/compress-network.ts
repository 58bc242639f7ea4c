import { codedMatrix } from '../network/coded-matrix.ts';
import type { CompressedNetwork, StoredWeights } from '../network/compressed/compressed-network.ts';
import type { ImportedLayer, ImportedWeights } from '../network/imported-weights.ts';
import { refuseUnread } from '../network/skipped-notes.ts';
import type { LayerHead, WeightSource } from '../network/weight-source.ts';
import {
  type CompressedLayer,
  type CompressionRules,
  compressLayer,
  compressLayers,
  pruning,
} from './compress-layers.ts';
import { type LayerCompression, type TotalCompression, totalCompression } from './compression-report.ts';
import { type Prunable, ruleOfEach } from './prune.ts';
import { toSparse } from './sparse-weights.ts';

/** A network compressed for a machine, and what that did to each layer. */
export interface NetworkCompression {
  readonly network: CompressedNetwork;
  /** The same network as if it came from a file, with the values that its weights have now. */
  readonly weights: ImportedWeights;
  readonly layers: readonly LayerCompression[];
  readonly total: TotalCompression;
}

/**
 * Compresses every layer of an imported network, all of which stay in memory; its graph, where it has one, stays.
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

/** A layer was read so that a rule for all layers together may count it; each pass goes through all of them. */
export interface Counted {
  readonly layer: number;
  /** From 0; there are as many as passesBefore says, or fewer. */
  readonly pass: number;
}

/** A layer as its file holds it, and what that cost. */
export interface StoredLayer {
  readonly stored: StoredWeights;
  readonly report: LayerCompression;
}

/**
 * The same layer by layer, each read for its turn and none longer in memory than that; in their order. What is read twice is not kept.
 * @throws UserError where weights of the source are not read
 */
export function* compressInSteps(
  { format, skipped, heads }: WeightSource,
  rules: CompressionRules,
  onCounted?: (counted: Counted) => void,
): Generator<StoredLayer> {
  refuseUnread(format, skipped);
  const pruner = pruning(readAnew(heads, onCounted), rules);
  for (const head of heads) yield compressHead(head, rules, pruner);
}

/** Reads a layer and compresses it. */
export function compressHead(head: LayerHead, rules: CompressionRules, pruner = pruning([], rules)): StoredLayer {
  const layer = read(head);
  const compressed = compressLayer(layer, toSparse(layer.matrix), pruner, rules);
  return { stored: toStored(compressed, layer, rules), report: compressed.report };
}

/** Rules that say of each layer by itself what these say of all; undefined where there are none (ruleOfEach). */
export function rulesOfEach(
  { heads }: WeightSource,
  rules: CompressionRules,
  onCounted?: (counted: Counted) => void,
): CompressionRules | undefined {
  if (rules.prune === undefined) return rules;
  const prune = ruleOfEach(readAnew(heads, onCounted), rules.prune, rules.scope);
  return prune === undefined ? undefined : { ...rules, prune, scope: 'layer' };
}

function read(head: LayerHead): ImportedLayer {
  return head.readNonZeros?.() ?? head.read();
}

/** Layers that are read each time that somebody looks at their values. */
function readAnew(heads: readonly LayerHead[], onCounted?: (counted: Counted) => void): Iterable<Prunable> {
  let reads = 0;
  return heads.map((head, index) => ({
    rows: head.rows,
    columns: head.columns,
    get values() {
      const { values } = toSparse(read(head).matrix).weights;
      onCounted?.({ layer: index, pass: Math.floor(reads++ / heads.length) });
      return values;
    },
  }));
}

/** The bias stays as it came; the matrix of the compressed layer has it as its last column. */
function toImported({ matrix }: CompressedLayer, layer: ImportedLayer): ImportedLayer {
  const { rows, columns, columnStart, rowIndex, weights } = matrix;
  const end = columnStart[columns];
  const coded = {
    columnStart: columnStart.slice(0, columns + 1),
    rowIndex: rowIndex.slice(0, end),
    codes: weights.codes.subarray(0, end),
  };
  const { name, kind, shape, numberFormat, groups, bias } = layer;
  return {
    name,
    kind,
    shape,
    numberFormat,
    ...(groups !== undefined && { groups }),
    ...(bias !== undefined && { bias }),
    matrix: codedMatrix(rows, columns, coded, weights.codebook),
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
