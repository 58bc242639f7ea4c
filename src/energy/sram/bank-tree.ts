import { wireCost } from '../models/wire-cost.ts';
import type { DeviceType } from './arrays.ts';
import { cellAreaUm2, LAYOUT_EFFICIENCY } from './bit-cell.ts';

/** Memories of equal banks that one tree of wires reaches. */
export interface BankedMemory {
  readonly device: DeviceType;
  readonly technologyNm: number;
  /** Total over the banks. */
  readonly capacityBytes: number;
  readonly widthBits: number;
  readonly banks: number;
}

/** What the way to a bank adds to an access. */
export interface BankTree {
  readonly energyPj: number;
  readonly delayNs: number;
  readonly lengthMm: number;
  /** What the wires take beside the banks. */
  readonly areaMm2: number;
}

/** The tree is made of the wires that CACTI was asked for. */
const TREE_WIRE = { wire: 'semiGlobal', delayPenaltyPercent: 30 } as const;

/**
 * Lengths of the levels of the tree as shares of the side of the memory: to one of two banks 0.3, to one of four 0.45 more, and every further level, which
 * halves every other time, that divided by the root of two. Fitted to CACTI 7.0 (45 nm lstp, 8 KiB to 1 MiB, 64 to 256 bit, 2 to 8 banks).
 */
const FIRST_LEVEL = 0.3;
const SECOND_LEVEL = 0.45;

/** Width that a wire of the tree takes from the layout at 45 nm (same fit); it shrinks with the node. */
const WIRE_PITCH_UM = { at45Nm: 1 } as const;

/** Energy and delay of the way from the edge of a memory to one of its banks and back; nothing for a single bank. */
export function bankTree(memory: BankedMemory): BankTree {
  const { device, technologyNm, capacityBytes, widthBits, banks } = memory;
  if (banks === 1) return { energyPj: 0, delayNs: 0, lengthMm: 0, areaMm2: 0 };
  const bits = capacityBytes * 8;
  const sideMm = Math.sqrt((bits * cellAreaUm2(technologyNm) * 1e-6) / LAYOUT_EFFICIENCY);
  const lengthMm = sideMm * sharesOfSide(Math.log2(banks));
  const wire = wireCost({ device, technologyNm, ...TREE_WIRE });
  const wires = widthBits + Math.log2(bits / widthBits);
  return {
    energyPj: wires * lengthMm * wire.energyFjPerMm * 1e-3,
    delayNs: 2 * lengthMm * wire.delayNsPerMm,
    lengthMm,
    areaMm2: wires * lengthMm * WIRE_PITCH_UM.at45Nm * (technologyNm / 45) * 1e-3,
  };
}

/** The levels together; a part of a level counts in proportion. */
function sharesOfSide(levels: number): number {
  let length = FIRST_LEVEL * Math.min(levels, 1);
  for (let level = 1, share = SECOND_LEVEL; level < levels; level++, share *= Math.SQRT1_2)
    length += share * Math.min(levels - level, 1);
  return length;
}
