import { bankSize } from '../../compress/prune-to-pattern.ts';
import { type NOfM, parsePattern, patternName } from '../../config/network/prune-rule.ts';
import type { Layer, WeightMatrix } from '../../network/layer.ts';
import type { FittedLayer } from '../machine.ts';
import { fitToPattern } from '../parts/fit-to-pattern.ts';
import type { Reads } from './hardware.ts';
import { BANKS, DENSE } from './pattern-names.ts';

/** What decides how a matrix is stored. */
export type Storing = Reads<'processingElements' | 'encoding.pattern' | 'encoding.perBank'>;

/** Places for weights in each row, whether a weight is there or not. */
export interface Slots {
  /** Blocks of a row, each with as many places. */
  readonly blocks: number;
  readonly perBlock: number;
  /** Bits that tell which input of its block a weight belongs to. */
  readonly indexBits: number;
}

/** Blocks of a matrix and the weights that each of them keeps. A last, shorter block has as many places as the others, for rows are of one length. */
export function slotsOf(matrix: WeightMatrix, { processingElements, encoding }: Storing): Slots {
  const { columns } = matrix;
  const { pattern, perBank } = encoding;
  if (pattern === DENSE) return { blocks: columns, perBlock: 1, indexBits: 0 };
  if (pattern !== BANKS) {
    const { kept, of } = parsePattern(pattern, {});
    return { blocks: Math.ceil(columns / of), perBlock: kept, indexBits: indexBits(of) };
  }
  const banks = Math.min(processingElements, columns);
  const size = bankSize(columns, banks);
  return { blocks: banks, perBlock: perBank ?? neededPerBank(matrix, size), indexBits: indexBits(size) };
}

/** N of M for N:M; banks take whatever a layer asks for. */
export function densestOf({ encoding }: Reads<'encoding.pattern'>): number {
  if (encoding.pattern === DENSE || encoding.pattern === BANKS) return 1;
  const { kept, of } = parsePattern(encoding.pattern, {});
  return kept / of;
}

function indexBits(inputs: number): number {
  return Math.ceil(Math.log2(inputs));
}

/** As many as the density of the layer asks for, at least one. */
function neededPerBank({ rows, columns, columnStart }: WeightMatrix, size: number): number {
  return Math.max(1, Math.ceil((columnStart[columns] / (rows * columns)) * size - 1e-9));
}

/** A layer pruned to the pattern of the machine, and its slots: those that it asked for before it was pruned. */
export interface FittedSlots extends FittedLayer {
  readonly slots: Slots;
}

export function fitSlots(layer: Layer, machine: Storing): FittedSlots {
  const { pattern } = machine.encoding;
  const slots = slotsOf(layer.matrix, machine);
  if (pattern === DENSE) return { layer, warning: null, slots };
  if (pattern !== BANKS) {
    const rule: NOfM = parsePattern(pattern, {});
    return { ...fitToPattern(layer, { pattern: rule }, patternName(rule)), slots };
  }
  const { blocks } = slots;
  const perBank = Math.min(slots.perBlock, bankSize(layer.matrix.columns, blocks));
  const words = `${perBank} weights in each of ${blocks} banks`;
  return { ...fitToPattern(layer, { perBank, banks: blocks }, words), slots };
}
