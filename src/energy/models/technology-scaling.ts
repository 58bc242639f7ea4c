import { UserError } from '../../base/user-error.ts';
import { logLog, segmentOf } from './interpolate.ts';

/**
 * Dynamic energy of logic relative to 45 nm, each node at its usual supply: a V^2 + b V + c of Stillmaker & Baas,
 * Integration 58 (2017) 74-81, high-performance rows from 45 nm on (1.3 V at 130 nm, 1.2 V at 90 nm, down to 0.8 V at 7 nm).
 */
const ENERGY_FROM_45: Readonly<Record<number, number>> = {
  7: 0.0759,
  10: 0.1033,
  14: 0.1323,
  16: 0.1652,
  20: 0.2332,
  32: 0.6227,
  45: 1,
  65: 1.9516,
  90: 3.7298,
  130: 7.317,
};

/** Area relative to 45 nm, same paper. */
const AREA_FROM_45: Readonly<Record<number, number>> = {
  7: 0.059,
  10: 0.1,
  14: 0.17,
  16: 0.19,
  20: 0.21,
  32: 0.46,
  45: 1,
  65: 1.5,
  90: 2.8,
  130: 6.4,
};

const NODES_NM: readonly number[] = Object.keys(ENERGY_FROM_45).map(Number);

/** How far the slope of the paper's last two nodes is followed beyond them. */
const REACH_NM = { from: 3, to: 180 } as const;

/** Energy of a piece of logic at toNm over the same at fromNm. */
export function energyScale(fromNm: number, toNm: number): number {
  return fromNm === toNm ? 1 : relative(ENERGY_FROM_45, toNm) / relative(ENERGY_FROM_45, fromNm);
}

/** Area of a piece of logic at toNm over the same at fromNm. */
export function areaScale(fromNm: number, toNm: number): number {
  return fromNm === toNm ? 1 : relative(AREA_FROM_45, toNm) / relative(AREA_FROM_45, fromNm);
}

/** The rule by which a figure comes to a node, for sources and warnings. */
export function scalingRule(toNm: number): string {
  const [first, last] = [NODES_NM[0], NODES_NM.at(-1)!];
  const paper = 'Stillmaker & Baas 2017';
  return toNm >= first && toNm <= last ? paper : `${paper}, extended beyond its ${first} to ${last} nm`;
}

/**
 * Log-log between the paper's nodes, and on along its last two beyond them.
 * @throws UserError RANGE for a node that is too far from all of them.
 */
function relative(table: Readonly<Record<number, number>>, nodeNm: number): number {
  if (!(nodeNm >= REACH_NM.from && nodeNm <= REACH_NM.to))
    throw UserError.at(
      { path: 'technology' },
      `no figure and no scaling rule for ${nodeNm} nm (from ${REACH_NM.from} to ${REACH_NM.to} nm)`,
      'RANGE',
    );
  const [low, high] = segmentOf(NODES_NM, nodeNm);
  return logLog(nodeNm, low, table[low], high, table[high]);
}
