import cactiWires from '../../../generated/energy/cacti-wires.csv.ts';
import { UserError } from '../../base/user-error.ts';
import type { Provenance } from '../energy-report.ts';
import { CACTI_NODES_NM, type DeviceType } from '../sram/arrays.ts';
import { parseFigures } from './figures-file.ts';
import { clampTo, logLog, segmentOf } from './interpolate.ts';
import { energyScale, scalingRule } from './technology-scaling.ts';

/** A repeated wire, one bit wide. */
export interface WireKind {
  readonly device: DeviceType;
  readonly technologyNm: number;
  readonly wire: 'global' | 'semiGlobal';
  /** How much slower than delay-optimal the repeaters may make it: 0, 5, 10, 20 or 30. */
  readonly delayPenaltyPercent: number;
}

export interface WireCost {
  /** Energy of one transition. */
  readonly energyFjPerMm: number;
  readonly delayNsPerMm: number;
  readonly leakageMwPerMm: number;
  readonly source: string;
  readonly provenance: Provenance;
  readonly warnings: readonly string[];
}

/** Long wires of a chip whose logic is high-performance, with the repeaters that the SRAM grid was computed with. */
export const CHIP_WIRE: Omit<WireKind, 'technologyNm'> = { device: 'hp', wire: 'global', delayPenaltyPercent: 30 };

/** Half of the bits of random data change from one word to the next. */
export const TOGGLE_RATE = 0.5;

let figures: readonly Record<string, string>[] | undefined;

/**
 * Energy, delay and leakage per mm of one wire: CACTI's figures, log-log between its nodes. Below them a wire costs what it costs at 22 nm, above
 * them its energy is scaled as that of logic.
 * @throws UserError RANGE for a delay penalty that CACTI was not asked for.
 */
export function wireCost(kind: WireKind): WireCost {
  const key = `${kind.device} ${kind.technologyNm} ${kind.wire} ${kind.delayPenaltyPercent}`;
  const known = costs.get(key) ?? computedCost(kind);
  costs.set(key, known);
  return known;
}

/** By what tells wires apart: all machines of a node have the same few. */
const costs = new Map<string, WireCost>();

function computedCost(kind: WireKind): WireCost {
  const inside = clampTo(CACTI_NODES_NM, kind.technologyNm);
  const [low, high] = segmentOf(CACTI_NODES_NM, inside);
  const [a, b] = [figureAt(kind, low), figureAt(kind, high)];
  const between = (column: string): number => logLog(inside, low, Number(a[column]), high, Number(b[column]));
  const isInside = inside === kind.technologyNm;
  const isBelow = kind.technologyNm < inside;
  const rule = isBelow
    ? `as at ${inside} nm: the capacitance of a millimetre does not shrink with the transistor, and the supply hardly falls`
    : `scaled from ${inside} nm by ${scalingRule(kind.technologyNm)}`;
  const source = `CACTI 7.0 repeated ${kind.wire} wire, ${kind.delayPenaltyPercent} % delay penalty, ITRS ${kind.device}, ${kind.technologyNm} nm`;
  const isGridNode = (CACTI_NODES_NM as readonly number[]).includes(inside);
  return {
    energyFjPerMm: between('energyFjPerMm') * (isBelow ? 1 : energyScale(inside, kind.technologyNm)),
    delayNsPerMm: between('delayNsPerMm'),
    leakageMwPerMm: between('leakageMwPerMm'),
    source: isInside ? source : `${source}, ${rule}`,
    provenance: !isInside ? 'scaled' : isGridNode ? 'modelled' : 'interpolated',
    warnings: isInside ? [] : [`no wire figure for ${kind.technologyNm} nm (22 to 90 nm); ${rule}`],
  };
}

function figureAt(kind: WireKind, technologyNm: number): Record<string, string> {
  figures ??= parseFigures(cactiWires);
  const found = figures.find(
    (row) =>
      row.device === kind.device &&
      Number(row.technologyNm) === technologyNm &&
      row.wire === kind.wire &&
      Number(row.delayPenaltyPercent) === kind.delayPenaltyPercent,
  );
  if (found === undefined)
    throw UserError.at(
      { path: 'delayPenalty' },
      `expected a delay penalty of 0, 5, 10, 20 or 30 %, found ${kind.delayPenaltyPercent} %`,
      'RANGE',
    );
  return found;
}
