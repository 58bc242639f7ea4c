import { type BlockFormat, parseWeightFormat } from '../../../base/block-format.ts';
import type { WeightMatrix } from '../../../network/layer.ts';
import type { Reads } from '../hardware.ts';

/** Work for the scales of weights in blocks. */
export interface BlockScales {
  /** Scales that are multiplied into a sum, over all PEs. */
  readonly applied: number;
  /** Lines of the sparse-matrix memory that hold them. */
  readonly lineReads: number;
}

export const NO_SCALES: BlockScales = { applied: 0, lineReads: 0 };

/** What weights in blocks ask of a machine that stores them by value; undefined for numbers that stand alone. */
export function blocksOf({
  arithmetic,
  encoding,
}: Reads<'arithmetic.weight' | 'encoding.weights'>): BlockFormat | undefined {
  const format = parseWeightFormat(arithmetic.weight);
  return encoding.weights === 'direct' && format.kind === 'block' ? format : undefined;
}

/** Whether weights are stored with scales: in blocks, and by value. */
export function hasScales(machine: Reads<'arithmetic.weight' | 'encoding.weights'>): boolean {
  return blocksOf(machine) !== undefined;
}

/**
 * Scales of the blocks in which any input is sent, one for each row: what a row sums up within a block is multiplied by the block's scale once (OCP Microscaling
 * Formats 1.0, section 6.1), and a PE reads the scales of its rows, and their zero points, when the first input of a block comes, in whole lines. A scale of the whole
 * layer is multiplied into each output once.
 * @param columns inputs that are sent, ascending
 */
export function blockScales(
  { rows, columns: inputs, groups = 1 }: Pick<WeightMatrix, 'rows' | 'columns' | 'groups'>,
  columns: Uint32Array,
  machine: Reads<'arithmetic.weight' | 'processingElements' | 'memories.sparseMatrix.widthBits'>,
): BlockScales {
  const format = parseWeightFormat(machine.arithmetic.weight);
  if (format.kind !== 'block') return NO_SCALES;
  const ofGroup = inputs / groups;
  const perGroup = Math.ceil(ofGroup / format.blockSize);
  const blocks = new Set<number>();
  for (const column of columns)
    if (column < inputs)
      blocks.add(Math.floor(column / ofGroup) * perGroup + Math.floor((column % ofGroup) / format.blockSize));
  const rowsOfBlock = rows / groups;
  return {
    applied: blocks.size * rowsOfBlock + (format.layerBits > 0 ? rows : 0),
    lineReads: blocks.size * linesOfRows(rowsOfBlock, format.scaleBits, machine),
  };
}

/** Those of all passes over rows. */
export function scalesOfPasses(passes: readonly BlockScales[]): BlockScales {
  return {
    applied: passes.reduce((sum, { applied }) => sum + applied, 0),
    lineReads: passes.reduce((sum, { lineReads }) => sum + lineReads, 0),
  };
}

/** Lines that hold a scale for each of so many rows, over all PEs: row r lies on PE r mod PEs. */
function linesOfRows(
  rows: number,
  scaleBits: number,
  { processingElements: pes, memories }: Reads<'processingElements' | 'memories.sparseMatrix.widthBits'>,
): number {
  const lines = (local: number): number => Math.ceil((local * scaleBits) / memories.sparseMatrix.widthBits);
  const full = Math.floor(rows / pes);
  const larger = rows % pes;
  return larger * lines(full + 1) + (pes - larger) * lines(full);
}
