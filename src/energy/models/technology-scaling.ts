import { UserError } from '../../base/user-error.ts';
import { FIGURES_7NM, FIGURES_45NM, OPERATIONS } from './arithmetic-figures.ts';
import { logLog, segmentOf } from './interpolate.ts';

/**
 * Dynamic energy of logic relative to 45 nm above it, each node at its usual supply: a V^2 + b V + c of Stillmaker & Baas, Integration 58 (2017) 74-81,
 * high-performance rows from 45 nm on (1.3 V at 130 nm, 1.2 V at 90 nm).
 */
const energyAbove45 = along({ 45: 1, 65: 1.9516, 90: 3.7298, 130: 7.317 });

/** Area relative to 45 nm, same paper. */
const areaFrom45 = along({
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
});

/** How far beyond the published nodes anything is brought. */
const REACH_NM = { from: 2, to: 180 } as const;

const PAPER = 'Stillmaker & Baas 2017';

/** Energy of a piece of logic at toNm over the same at fromNm. */
export function energyScale(fromNm: number, toNm: number): number {
  return fromNm === toNm ? 1 : energyFrom45(toNm) / energyFrom45(fromNm);
}

/** Area of a piece of logic at toNm over the same at fromNm. */
export function areaScale(fromNm: number, toNm: number): number {
  if (fromNm === toNm) return 1;
  checkReach(fromNm);
  checkReach(toNm);
  return areaFrom45(toNm) / areaFrom45(fromNm);
}

/** The rule by which an energy comes to a node, for sources and warnings. */
export function scalingRule(toNm: number): string {
  if (toNm > 130) return `${PAPER}, extended beyond its 130 nm`;
  if (toNm > 45) return PAPER;
  const mean = 'the mean of the published arithmetic of 45 and 7 nm';
  return toNm < 7 ? `${mean}, below 7 nm the square root of the node` : mean;
}

/**
 * Below 45 nm logic without a figure of its own follows what has one: the mean of the published arithmetic, where scaling equations say 13 times less at 7 nm
 * and the table 2.1 to 4.3; below 7 nm the square root of the node, as SRAM.
 * @throws UserError RANGE for a node that is too far from all of them.
 */
function energyFrom45(nodeNm: number): number {
  checkReach(nodeNm);
  if (nodeNm >= 45) return energyAbove45(nodeNm);
  const at7 = meanRatio();
  return nodeNm < 7 ? at7 * Math.sqrt(nodeNm / 7) : logLog(nodeNm, 7, at7, 45, 1);
}

/** Geometric mean of energy at 7 nm over energy at 45 nm, of the operations that are published for both. */
function meanRatio(): number {
  return (mean ??= computedMean());
}

let mean: number | undefined;

function computedMean(): number {
  const ratios = OPERATIONS.flatMap((operation) =>
    Object.entries(FIGURES_7NM[operation]).flatMap(([format, { energyPj }]) => {
      const at45 = FIGURES_45NM[operation][format];
      return at45.provenance === 'published' ? [energyPj / at45.energyPj] : [];
    }),
  );
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

function checkReach(nodeNm: number): void {
  if (nodeNm >= REACH_NM.from && nodeNm <= REACH_NM.to) return;
  throw UserError.at(
    { path: 'technology' },
    `no figure and no scaling rule for ${nodeNm} nm (from ${REACH_NM.from} to ${REACH_NM.to} nm)`,
    'RANGE',
  );
}

/** Log-log between the nodes of a table, and on along its last two beyond them. Remembered: all registers and adders of a machine ask for the same node. */
function along(table: Readonly<Record<number, number>>): (nodeNm: number) => number {
  const known = new Map<number, number>();
  return (nodeNm) => {
    let found = known.get(nodeNm);
    if (found === undefined) {
      const [low, high] = segmentOf(Object.keys(table).map(Number), nodeNm);
      known.set(nodeNm, (found = logLog(nodeNm, low, table[low], high, table[high])));
    }
    return found;
  };
}
