import { bracketOf, clampTo, logLog } from './interpolate.ts';

/**
 * Dynamic energy of logic relative to 45 nm, each node at its usual supply: a V^2 + b V + c of Stillmaker & Baas,
 * Integration 58 (2017) 74-81, high-performance rows from 45 nm on (1.2 V at 90 nm down to 0.8 V at 7 nm).
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
};

const NODES_NM: readonly number[] = Object.keys(ENERGY_FROM_45).map(Number);

export const SCALING_SOURCE = 'Stillmaker & Baas 2017';

/** Energy of a piece of logic at toNm over the same at fromNm; nodes between the paper's are log-log, outside 7 to 90 nm the end holds. */
export function energyScale(fromNm: number, toNm: number): number {
  return relative(ENERGY_FROM_45, toNm) / relative(ENERGY_FROM_45, fromNm);
}

/** Area of a piece of logic at toNm over the same at fromNm. */
export function areaScale(fromNm: number, toNm: number): number {
  return relative(AREA_FROM_45, toNm) / relative(AREA_FROM_45, fromNm);
}

function relative(table: Readonly<Record<number, number>>, nodeNm: number): number {
  const inside = clampTo(NODES_NM, nodeNm);
  const { low, high } = bracketOf(NODES_NM, inside);
  return logLog(inside, low, table[low], high, table[high]);
}
