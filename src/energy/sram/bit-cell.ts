import { logLog, segmentOf } from '../models/interpolate.ts';

/**
 * Area of a high-density 6T cell, um2, by node. 45 nm and up: 146 F^2, what CACTI takes. 20 and 16 nm: TSMC at IEDM 2013; 7 nm: Chang et al., ISSCC 2017;
 * 5 nm and N3E of 3 nm: IEDM 2022; 2 nm: IEDM 2024.
 */
const CELL_UM2: Readonly<Record<number, number>> = {
  2: 0.0175,
  3: 0.021,
  5: 0.021,
  7: 0.027,
  16: 0.07,
  20: 0.09,
  45: 146 * 0.045 ** 2,
  90: 146 * 0.09 ** 2,
};

const NODES_NM: readonly number[] = Object.keys(CELL_UM2).map(Number);

/** How much of a dense array's area its cells fill. */
export const LAYOUT_EFFICIENCY = 0.7;

/** Area of a bit cell at a node: log-log between the published ones, and on along the last two beyond them. */
export function cellAreaUm2(technologyNm: number): number {
  const [low, high] = segmentOf(NODES_NM, technologyNm);
  return logLog(technologyNm, low, CELL_UM2[low], high, CELL_UM2[high]);
}
