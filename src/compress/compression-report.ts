import { rowsByColumn } from '../kernels/weights/rows-by-column.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { SharedWeights, WeightMatrix } from '../network/layer.ts';
import { countSymbols, huffmanBits, huffmanLengths } from './huffman.ts';
import type { SharedValues } from './share-weights.ts';
import type { Fp32Weights, SparseWeights } from './sparse-weights.ts';

/** What compression did to a layer; bits are those of the stored streams. */
export interface LayerCompression {
  readonly name: string;
  readonly weights: number;
  /** Non-zero weights before pruning. */
  readonly nonZeroWeights: number;
  /** Weights that stay stored. */
  readonly kept: number;
  readonly density: number;
  readonly paddingZeros: number;
  readonly entries: number;
  readonly codesUsed: number;
  readonly codesAvailable: number;
  /** Stored weights whose shared and quantized value is 0. */
  readonly zeroValues: number;
  readonly bitsPerWeight: number;
  readonly bitsPerIndex: number;
  /** Mean length of a Huffman-coded code and of a Huffman-coded relative index; the code tables are not counted, as in Deep Compression. */
  readonly huffmanBitsPerWeight: number;
  readonly huffmanBitsPerIndex: number;
  /** fp32, every weight and bias. */
  readonly originalBytes: number;
  /** Each part in whole bytes: codes, relative indices, codebook (fp32), biases (fp32). */
  readonly codeBytes: number;
  readonly indexBytes: number;
  readonly codebookBytes: number;
  readonly biasBytes: number;
  /** Column pointers of 16 bits, one for each column and PE and one more for each PE. */
  readonly pointerBytes: number;
  /** All that is stored: the sum of the parts; with Huffman-coded codes and indices. */
  readonly compressedBytes: number;
  readonly huffmanBytes: number;
  /** originalBytes / compressedBytes, and / huffmanBytes. */
  readonly compressionRate: number;
  readonly huffmanCompressionRate: number;
  /** The same without column pointers, as Deep Compression counts its sizes (its index runs through all columns and needs none). */
  readonly paperCompressionRate: number;
  readonly paperHuffmanCompressionRate: number;
  /** Of all weights, against the original in fp32. */
  readonly meanSquareError: number;
  /** 10 log10 of the energy of the weights / that of the error; null where nothing changed or all weights are 0. */
  readonly signalToNoiseDb: number | null;
  readonly saturations: number;
}

/** The sums and ratios of all layers. */
export type TotalCompression = Omit<LayerCompression, 'name' | 'codesUsed' | 'codesAvailable'>;

/** What a layer became. */
export interface CompressedParts {
  readonly matrix: WeightMatrix & { readonly weights: SharedWeights };
  /** Streams of the weights, without the bias. */
  readonly streams: InterleavedStreams;
  readonly shared: SharedValues;
  readonly codeBits: number;
  /** Stored weights that the format clips. */
  readonly saturations: number;
  readonly biases: number;
}

/** Sizes, bits and distortion of a compressed layer. */
export function reportCompression(name: string, original: Fp32Weights, parts: CompressedParts): LayerCompression {
  const { matrix, streams, shared, codeBits, biases } = parts;
  const indexBits = streams.indexBits!;
  const weights = matrix.rows * matrix.columns;
  const entries = streams.codes.length;
  const kept = matrix.rowIndex.length;
  const codeCounts = countSymbols(streams.codes, 2 ** codeBits);
  const indexCounts = countSymbols(streams.relativeIndices, 2 ** indexBits);
  const huffmanCodeBits = huffmanBits(codeCounts, huffmanLengths(codeCounts));
  const huffmanIndexBits = huffmanBits(indexCounts, huffmanLengths(indexCounts));
  const [codeBytes, indexBytes] = [Math.ceil((entries * codeBits) / 8), Math.ceil((entries * indexBits) / 8)];
  const [codebookBytes, biasBytes] = [shared.codebook.length * 4, biases * 4];
  const pointerBytes = (matrix.columns + 1) * streams.processingElements * 2;
  const tables = codebookBytes + biasBytes + pointerBytes;
  const { squaredError, squares } = distortion(original.weights, matrix);
  const base = {
    name,
    weights,
    nonZeroWeights: original.weights.values.length,
    kept,
    density: kept / weights,
    paddingZeros: entries - kept,
    entries,
    codesUsed: shared.used,
    codesAvailable: shared.available,
    zeroValues: countZeroValues(matrix.weights.codebook, codeCounts),
    bitsPerWeight: codeBits,
    bitsPerIndex: indexBits,
    huffmanBitsPerWeight: entries === 0 ? 0 : huffmanCodeBits / entries,
    huffmanBitsPerIndex: entries === 0 ? 0 : huffmanIndexBits / entries,
    originalBytes: weights * 4 + biases * 4,
    codeBytes,
    indexBytes,
    codebookBytes,
    biasBytes,
    pointerBytes,
    compressedBytes: codeBytes + indexBytes + tables,
    huffmanBytes: Math.ceil(huffmanCodeBits / 8) + Math.ceil(huffmanIndexBits / 8) + tables,
    meanSquareError: squaredError / weights,
    signalToNoiseDb: noiseRatio(squares, squaredError),
    saturations: parts.saturations + original.overflows,
  };
  return { ...base, ...rates(base) };
}

/** Sums of all layers; bits per weight and index are means over the entries. */
export function totalCompression(layers: readonly LayerCompression[]): TotalCompression {
  const sum = (value: (layer: LayerCompression) => number): number =>
    layers.reduce((total, layer) => total + value(layer), 0);
  const entries = sum((layer) => layer.entries);
  const weights = sum((layer) => layer.weights);
  const perEntry = (value: (layer: LayerCompression) => number): number =>
    entries === 0 ? 0 : sum((layer) => value(layer) * layer.entries) / entries;
  const squaredError = sum((layer) => layer.meanSquareError * layer.weights);
  const squares = sum((layer) =>
    layer.signalToNoiseDb === null ? 0 : layer.meanSquareError * layer.weights * 10 ** (layer.signalToNoiseDb / 10),
  );
  const base = {
    weights,
    nonZeroWeights: sum((layer) => layer.nonZeroWeights),
    kept: sum((layer) => layer.kept),
    density: sum((layer) => layer.kept) / weights,
    paddingZeros: sum((layer) => layer.paddingZeros),
    entries,
    zeroValues: sum((layer) => layer.zeroValues),
    bitsPerWeight: perEntry((layer) => layer.bitsPerWeight),
    bitsPerIndex: perEntry((layer) => layer.bitsPerIndex),
    huffmanBitsPerWeight: perEntry((layer) => layer.huffmanBitsPerWeight),
    huffmanBitsPerIndex: perEntry((layer) => layer.huffmanBitsPerIndex),
    originalBytes: sum((layer) => layer.originalBytes),
    codeBytes: sum((layer) => layer.codeBytes),
    indexBytes: sum((layer) => layer.indexBytes),
    codebookBytes: sum((layer) => layer.codebookBytes),
    biasBytes: sum((layer) => layer.biasBytes),
    pointerBytes: sum((layer) => layer.pointerBytes),
    compressedBytes: sum((layer) => layer.compressedBytes),
    huffmanBytes: sum((layer) => layer.huffmanBytes),
    meanSquareError: squaredError / weights,
    signalToNoiseDb: noiseRatio(squares, squaredError),
    saturations: sum((layer) => layer.saturations),
  };
  return { ...base, ...rates(base) };
}

function rates({
  originalBytes,
  compressedBytes,
  huffmanBytes,
  pointerBytes,
}: Pick<LayerCompression, 'originalBytes' | 'compressedBytes' | 'huffmanBytes' | 'pointerBytes'>) {
  return {
    compressionRate: originalBytes / compressedBytes,
    huffmanCompressionRate: originalBytes / huffmanBytes,
    paperCompressionRate: originalBytes / (compressedBytes - pointerBytes),
    paperHuffmanCompressionRate: originalBytes / (huffmanBytes - pointerBytes),
  };
}

function noiseRatio(squares: number, squaredError: number): number | null {
  return squaredError === 0 || squares === 0 ? null : 10 * Math.log10(squares / squaredError);
}

/** Code 0 is padding. */
function countZeroValues(codebook: Float32Array, counts: Float64Array): number {
  return counts.reduce((sum, count, code) => (code > 0 && codebook[code] === 0 ? sum + count : sum), 0);
}

/** Sum of squared differences, and of squared original weights; both matrices have ascending rows in each column. */
function distortion(
  original: SparseWeights,
  { columnStart: keptStart, rowIndex: keptRows, weights: { codes, codebook } }: CompressedParts['matrix'],
): { squaredError: number; squares: number } {
  const { columns, columnStart, values } = original;
  const rowsOf = rowsByColumn(original);
  let squaredError = 0;
  let squares = 0;
  for (let column = 0; column < columns; column++) {
    const keptEnd = keptStart[column + 1];
    let at = keptStart[column];
    const rows = rowsOf(column);
    for (let k = 0, start = columnStart[column]; k < rows.length; k++) {
      const value = values[start + k];
      let error = value;
      if (at < keptEnd && keptRows[at] === rows[k]) error -= codebook[codes[at++]];
      squaredError += error ** 2;
      squares += value ** 2;
    }
  }
  return { squaredError, squares };
}
