import { parseWeightFormat } from '../../base/block-format.ts';
import type { HeldWeights } from '../../compress/held-weights.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Reads } from './hardware.ts';

/** Bits of one entry: code and relative index. */
export function entryBits({ encoding }: Reads<'encoding.codeBits' | 'encoding.indexBits'>): number {
  return encoding.codeBits + (encoding.indexBits ?? 0);
}

/** Pointers that each PE holds: one before every column and one behind the last. A dense machine computes where a column starts. */
export function pointersPerElement(matrix: WeightMatrix, hardware: Reads<'encoding.indexBits'>): number {
  if (hardware.encoding.indexBits === null) return 0;
  return matrix.columns + (matrix.hasBias ? 1 : 0) + 1;
}

/** What a layer takes in the memories of all PEs. */
export function storedBits(
  matrix: WeightMatrix,
  streams: HeldWeights,
  hardware: Reads<
    | 'processingElements'
    | 'encoding.weights'
    | 'encoding.codeBits'
    | 'encoding.indexBits'
    | 'arithmetic.weight'
    | 'memories.pointers.widthBits'
  >,
): StoredBits {
  const { encoding, processingElements: pes } = hardware;
  const entries = entriesOf(streams);
  const padding = encoding.indexBits === null ? 0 : entries - matrix.columnStart[matrix.columns];
  const format = parseWeightFormat(hardware.arithmetic.weight);
  const scales =
    format.kind === 'block'
      ? matrix.rows * Math.ceil(matrix.columns / (matrix.groups ?? 1) / format.blockSize) * format.scaleBits
      : 0;
  return {
    codes: (entries - padding) * encoding.codeBits,
    indices: (entries - padding) * (encoding.indexBits ?? 0),
    padding: padding * entryBits(hardware),
    pointers: pes * pointersPerElement(matrix, hardware) * hardware.memories.pointers.widthBits,
    bias: streams.biasEntries * entryBits(hardware),
    codebook: encoding.weights === 'codebook' ? 2 ** encoding.codeBits * format.widthBits : scales,
  };
}

/** Entries of all PEs, those of the bias apart. */
export function entriesOf({ entriesPerElement, biasEntries }: HeldWeights): number {
  return entriesPerElement.reduce((sum, entries) => sum + entries, 0) - biasEntries;
}

/** Entries of a sparse-matrix line: floor(width / (codeBits + indexBits)). */
export function entriesPerLine({
  memories,
  encoding,
}: Reads<'memories.sparseMatrix.widthBits' | 'encoding.codeBits' | 'encoding.indexBits'>): number {
  return Math.floor(memories.sparseMatrix.widthBits / (encoding.codeBits + (encoding.indexBits ?? 0)));
}
