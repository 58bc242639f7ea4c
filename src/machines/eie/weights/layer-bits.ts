import { parseWeightFormat } from '../../../base/block-format.ts';
import type { HeldWeights } from '../../../compress/held-weights.ts';
import type { WeightMatrix } from '../../../network/layer.ts';
import type { StoredBits } from '../../../simulate/weights/stored-bits.ts';
import type { Reads } from '../hardware.ts';

/** Bits of one entry: code and relative index. */
export function entryBits({ encoding }: Reads<'encoding.codeBits' | 'encoding.indexBits'>): number {
  return encoding.codeBits + (encoding.indexBits ?? 0);
}

/** Pointers that each PE holds: one before every column and one behind the last. A dense machine computes where a column starts. */
export function pointersPerElement(matrix: WeightMatrix, hardware: Reads<'encoding.indexBits'>): number {
  if (hardware.encoding.indexBits === null) return 0;
  return matrix.columns + (matrix.hasBias ? 1 : 0) + 1;
}

/** What a layer takes in the memories of all PEs; pass for pass over its rows, with one codebook. */
export function storedBits(
  passes: readonly HeldWeights[],
  hardware: Reads<
    | 'processingElements'
    | 'encoding.weights'
    | 'encoding.codeBits'
    | 'encoding.indexBits'
    | 'arithmetic.weight'
    | 'memories.pointers.widthBits'
  >,
): StoredBits {
  const { encoding } = hardware;
  const format = parseWeightFormat(hardware.arithmetic.weight);
  const bits = { codes: 0, indices: 0, padding: 0, pointers: 0, bias: 0, codebook: 0 };
  for (const held of passes) {
    const { source: matrix, biasEntries } = held;
    const entries = entriesOf([held]);
    const padding = encoding.indexBits === null ? 0 : entries - matrix.columnStart[matrix.columns];
    bits.codes += (entries - padding) * encoding.codeBits;
    bits.indices += (entries - padding) * (encoding.indexBits ?? 0);
    bits.padding += padding * entryBits(hardware);
    bits.pointers +=
      hardware.processingElements * pointersPerElement(matrix, hardware) * hardware.memories.pointers.widthBits;
    bits.bias += biasEntries * entryBits(hardware);
    if (format.kind === 'block')
      bits.codebook +=
        matrix.rows * Math.ceil(matrix.columns / (matrix.groups ?? 1) / format.blockSize) * format.scaleBits;
  }
  if (format.kind === 'block') bits.codebook += format.layerBits;
  if (encoding.weights === 'codebook') bits.codebook = 2 ** encoding.codeBits * format.widthBits;
  return bits;
}

/** Entries of every PE, the bias included. */
export function entriesPerElement(passes: readonly HeldWeights[]): Float64Array {
  const sums = new Float64Array(passes[0].processingElements);
  for (const { entriesPerElement: entries } of passes) for (let p = 0; p < sums.length; p++) sums[p] += entries[p];
  return sums;
}

/** Entries of all PEs, those of the bias apart. */
export function entriesOf(passes: readonly HeldWeights[]): number {
  const biasEntries = passes.reduce((sum, held) => sum + held.biasEntries, 0);
  return entriesPerElement(passes).reduce((sum, entries) => sum + entries, 0) - biasEntries;
}

/** Entries of a sparse-matrix line: floor(width / (codeBits + indexBits)). */
export function entriesPerLine({
  memories,
  encoding,
}: Reads<'memories.sparseMatrix.widthBits' | 'encoding.codeBits' | 'encoding.indexBits'>): number {
  return Math.floor(memories.sparseMatrix.widthBits / (encoding.codeBits + (encoding.indexBits ?? 0)));
}
