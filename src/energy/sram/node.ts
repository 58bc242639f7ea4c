import { UserError } from '../../base/user-error.ts';
import { bracketOf, logLog, segmentOf } from '../models/interpolate.ts';
import { areaScale, energyScale, scalingRule } from '../models/technology-scaling.ts';
import { type ArrayTable, arrayTable, CACTI_NODES_NM, type DeviceType, type SramArray } from './arrays.ts';
import { cellAreaUm2, LAYOUT_EFFICIENCY } from './bit-cell.ts';
import { publishedEnergyRatio } from './published-ratio.ts';

/**
 * How SRAM comes to a node below 45 nm: `silicon` takes the ratio of the same publication that prices the arithmetic, `roadmap` takes what CACTI computes for
 * the ITRS nodes of 32 and 22 nm. Both are the same from 45 nm on. A run takes silicon: one rule on both sides of memory against arithmetic.
 */
export type NodeRule = 'silicon' | 'roadmap';

export const NODE_RULES = ['silicon', 'roadmap'] as const;

/** A table of arrays and what brings its figures to the node. */
export interface NodeTable {
  readonly table: ArrayTable;
  /** Share of the table in the logarithm of a figure, where the node lies between two tables. */
  readonly weight: number;
  readonly scale: NodeScale;
}

/** Factors on the figures of an array. */
export interface NodeScale {
  readonly time: number;
  readonly leakage: number;
  readonly gateLeakage: number;
  /** By the capacity of the array. */
  readonly energy: (capacityBytes: number) => number;
  readonly areaMm2: (areaMm2: number, capacityBytes: number) => number;
}

/** The tables that make a node, how, and from which node. */
export interface SramNode {
  readonly tables: readonly NodeTable[];
  readonly rule: string;
  /** The same in two words: what may stand beside each other without a remark. */
  readonly ruleName: string;
  /** false: every table is CACTI's own for this node. */
  readonly isScaled: boolean;
  readonly isBetween: boolean;
}

const AS_IT_IS: NodeScale = {
  time: 1,
  leakage: 1,
  gateLeakage: 1,
  energy: () => 1,
  areaMm2: (areaMm2) => areaMm2,
};

/**
 * The tables of a device type at a node.
 * @throws UserError RANGE for a node to which nothing can be scaled.
 */
export function sramNode(device: DeviceType, technologyNm: number, rule: NodeRule): SramNode {
  if (rule === 'silicon' && technologyNm < 45) return silicon(device, technologyNm);
  const [first, last] = [CACTI_NODES_NM[0], CACTI_NODES_NM.at(-1)!];
  if (technologyNm < first)
    throw UserError.at({ path: 'technology' }, `the roadmap ends at ${first} nm, found ${technologyNm} nm`, 'RANGE');
  if (technologyNm > last) return beyond(device, technologyNm, last);
  const { low, high, fraction } = bracketOf(CACTI_NODES_NM, technologyNm);
  const tableAt = (nm: number, weight: number): NodeTable => ({
    table: arrayTable(device, nm),
    weight,
    scale: AS_IT_IS,
  });
  return fraction === 0
    ? { tables: [tableAt(low, 1)], rule: `${low} nm`, ruleName: 'CACTI', isScaled: false, isBetween: false }
    : {
        tables: [tableAt(low, 1 - fraction), tableAt(high, fraction)],
        rule: `between ${low} and ${high} nm`,
        ruleName: 'CACTI',
        isScaled: false,
        isBetween: true,
      };
}

/** Above CACTI's nodes: as logic scales; times and leakage as at the last. */
function beyond(device: DeviceType, technologyNm: number, nearest: number): SramNode {
  const energy = energyScale(nearest, technologyNm);
  const area = areaScale(nearest, technologyNm);
  const scale: NodeScale = { ...AS_IT_IS, energy: () => energy, areaMm2: (areaMm2) => areaMm2 * area };
  return {
    tables: [{ table: arrayTable(device, nearest), weight: 1, scale }],
    rule: `${nearest} nm, energy and area brought to ${technologyNm} nm by ${scalingRule(technologyNm)}, times and leakage as there`,
    ruleName: `CACTI at ${nearest} nm and the scaling of logic`,
    isScaled: true,
    isBetween: false,
  };
}

/** Below 45 nm: the arrays of 45 nm, brought to the node. */
function silicon(device: DeviceType, technologyNm: number): SramNode {
  const table = arrayTable(device, 45);
  const inside = Math.max(technologyNm, CACTI_NODES_NM[0]);
  const cell = cellAreaUm2(technologyNm) / cellAreaUm2(45);
  const scale: NodeScale = {
    time: roadmapRatio(device, inside, 'cycleNs'),
    leakage: roadmapRatio(device, inside, 'leakageMw'),
    gateLeakage: roadmapRatio(device, inside, 'gateLeakageMw'),
    energy: (capacityBytes) => publishedEnergyRatio(capacityBytes, technologyNm),
    areaMm2: (areaMm2, capacityBytes) => Math.max(areaMm2 * cell, leastAreaMm2(capacityBytes, technologyNm)),
  };
  return {
    tables: [{ table, weight: 1, scale }],
    rule:
      `45 nm, brought to ${technologyNm} nm: energy by the published ratio of 45 to 7 nm for its capacity (Jouppi et al., ISCA 2021)` +
      `${technologyNm < 7 ? ' and the square root of the node below 7 nm' : ''}, area by published bit cells, ` +
      `times and leakage by CACTI's mean ratio of 45 to ${inside} nm`,
    ruleName: 'CACTI at 45 nm and the published ratio to 7 nm',
    isScaled: true,
    isBetween: false,
  };
}

/** Bit cells at the most that a layout gives to them. */
function leastAreaMm2(capacityBytes: number, technologyNm: number): number {
  return (capacityBytes * 8 * cellAreaUm2(technologyNm) * 1e-6) / LAYOUT_EFFICIENCY;
}

const ratios = new Map<string, number>();

/** Mean ratio of a figure at a node of 22 to 45 nm to the same at 45 nm, over all memories; log-log between CACTI's nodes. */
function roadmapRatio(device: DeviceType, technologyNm: number, field: keyof SramArray): number {
  const [low, high] = segmentOf([22, 32, 45], technologyNm);
  return logLog(technologyNm, low, meanRatio(device, low, field), high, meanRatio(device, high, field));
}

/** Geometric mean over all memories of CACTI's picks. */
function meanRatio(device: DeviceType, technologyNm: number, field: keyof SramArray): number {
  const name = `${device} ${technologyNm} ${field}`;
  const known = ratios.get(name);
  if (known !== undefined) return known;
  const [here, at45] = [arrayTable(device, technologyNm), arrayTable(device, 45)];
  const sum = here.corners.reduce(
    (total, corner) => total + Math.log(here.at(corner)!.pick[field] / at45.at(corner)!.pick[field]),
    0,
  );
  const ratio = Math.exp(sum / here.corners.length);
  ratios.set(name, ratio);
  return ratio;
}
