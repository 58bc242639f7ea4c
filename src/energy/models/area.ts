import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { has, inStackingOrder, type MadeOf } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
import { roundPrice } from '../round-price.ts';
import { arithmeticAreaMm2 } from './arithmetic.ts';
import { componentsOfKind } from './made-of.ts';
import { nonZeroDetectionAreaMm2 } from './non-zero-detection.ts';
import { registerCost } from './register-cost.ts';
import { memoryCost } from './sram.ts';

/** Area of the machine: one PE part by part, the non-zero detection tree, and the whole chip. */
export interface AreaReport {
  readonly perProcessingElementMm2: Readonly<Record<string, number>>;
  readonly processingElementMm2: number;
  readonly nonZeroDetectionMm2: number;
  readonly totalMm2: number;
  /** What EIE's layout takes (Tables II and V), beside a machine of its 45 nm. */
  readonly published?: { readonly processingElementMm2: 0.638; readonly totalMm2: 40.8; readonly source: string };
}

const PUBLISHED = {
  processingElementMm2: 0.638,
  totalMm2: 40.8,
  source: 'EIE (ISCA 2016) Tables II and V, 45 nm',
} as const;

/** areaOf rounded to 9 significant digits for a record; undefined where CACTI has no array of one of the memories. */
export function areaIfKnown(hardware: Chip): AreaReport | undefined {
  try {
    const { perProcessingElementMm2: parts, ...area } = areaOf(hardware);
    return {
      perProcessingElementMm2: Object.fromEntries(Object.entries(parts).map(([name, mm2]) => [name, roundPrice(mm2)])),
      processingElementMm2: roundPrice(area.processingElementMm2),
      nonZeroDetectionMm2: roundPrice(area.nonZeroDetectionMm2),
      totalMm2: roundPrice(area.totalMm2),
      ...(area.published && { published: area.published }),
    };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Area as the sum of the parts; no filler, no clock tree, no wires between parts. */
export function areaOf(hardware: Chip): AreaReport {
  const parts = elementAreas(hardware);
  const processingElementMm2 = Object.values(parts).reduce((sum, area) => sum + area, 0);
  const nonZeroDetectionMm2 = Object.values(componentsOfKind(hardware, 'nonZeroDetection')).reduce(
    (sum, { lanes }) => sum + nonZeroDetectionAreaMm2(lanes(hardware), hardware.technologyNm),
    0,
  );
  return {
    perProcessingElementMm2: parts,
    processingElementMm2,
    nonZeroDetectionMm2,
    totalMm2: processingElementMm2 * hardware.processingElements + nonZeroDetectionMm2,
    ...(hardware.technologyNm === 45 && { published: PUBLISHED }),
  };
}

/** Area of each part of one PE: memories, registers, then logic. */
function elementAreas(hardware: Chip): Record<string, number> {
  const parts: Record<string, number> = {};
  const inside = machineOf(hardware).components.filter(
    (component) => component.place === 'processingElement' && has(component, hardware),
  );
  for (const kind of ['sram', 'registers', 'arithmetic'] as const)
    for (const { name, madeOf, perElement } of inStackingOrder(inside))
      if (madeOf.kind === kind) parts[name] = areaOfPart(name, madeOf, hardware) * (perElement?.(hardware) ?? 1);
  return parts;
}

function areaOfPart(name: string, madeOf: MadeOf<Chip>, hardware: Chip): number {
  if (madeOf.kind === 'sram') return memoryCost(hardware, name).areaMm2;
  if (madeOf.kind === 'arithmetic') return arithmeticAreaMm2(madeOf, hardware);
  if (madeOf.kind !== 'registers') throw new Error(`no area of ${madeOf.kind}`);
  return registerCost({ ...madeOf.registers(hardware), technologyNm: hardware.technologyNm }).areaMm2;
}
