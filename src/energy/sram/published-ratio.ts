import { logLog, segmentOf } from '../models/interpolate.ts';

const KIB = 1024;

/**
 * Energy of a 64-bit read at 7 nm over the same at 45 nm, by capacity: Jouppi et al., ISCA 2021, Table 2 (10 to 7.5, 20 to 8.5, 100 to 14 pJ), the
 * table that gives the arithmetic of both nodes.
 */
const RATIO_OF_7_TO_45: Readonly<Record<number, number>> = {
  [8 * KIB]: 7.5 / 10,
  [32 * KIB]: 8.5 / 20,
  [1024 * KIB]: 14 / 100,
};

const CAPACITIES: readonly number[] = Object.keys(RATIO_OF_7_TO_45).map(Number);

/**
 * Energy of an access at a node below 45 nm over the same at 45 nm: log-log in capacity (held beyond the published three) and in the node between 45 and
 * 7 nm; below 7 nm with the square root of the node (IRDS 2022 as Accelergy's CACTI plug-in follows it).
 */
export function publishedEnergyRatio(capacityBytes: number, technologyNm: number): number {
  const held = Math.min(Math.max(capacityBytes, CAPACITIES[0]), CAPACITIES.at(-1)!);
  const [low, high] = segmentOf(CAPACITIES, held);
  const at7 = logLog(held, low, RATIO_OF_7_TO_45[low], high, RATIO_OF_7_TO_45[high]);
  return technologyNm < 7 ? at7 * Math.sqrt(technologyNm / 7) : logLog(technologyNm, 7, at7, 45, 1);
}
