import { byReads } from '../../base/by-reads.ts';
import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { type Component, has, inStackingOrder, type MadeOf } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
import type { PublishedArea } from '../../machines/machine.ts';
import { roundPrice } from '../round-price.ts';
import { arithmeticAreaMm2 } from './arithmetic.ts';
import { componentsOfKind } from './made-of.ts';
import { nonZeroDetectionAreaMm2 } from './non-zero-detection.ts';
import { registerCost } from './register-cost.ts';
import { memoryCost } from './sram.ts';

/** Area of the machine: one PE part by part, the non-zero detection tree, what else the PEs share, and the whole chip. */
export interface AreaReport {
  readonly perProcessingElementMm2: Readonly<Record<string, number>>;
  readonly processingElementMm2: number;
  /** Absent where the machine detects no zeros. */
  readonly nonZeroDetectionMm2?: number;
  /** Memories, registers and logic of which the chip has one; absent where it has none. */
  readonly sharedMm2?: Readonly<Record<string, number>>;
  readonly totalMm2: number;
  /** What a laid-out machine of this kind and node takes. */
  readonly published?: Omit<PublishedArea, 'technologyNm'>;
}

/** areaOf rounded to 9 significant digits for a record; undefined where CACTI has no array of one of the memories. */
export function areaIfKnown(hardware: Chip): AreaReport | undefined {
  try {
    const { perProcessingElementMm2, nonZeroDetectionMm2, sharedMm2, published, ...area } = areaOf(hardware);
    return {
      perProcessingElementMm2: roundedParts(perProcessingElementMm2),
      processingElementMm2: roundPrice(area.processingElementMm2),
      ...(nonZeroDetectionMm2 !== undefined && { nonZeroDetectionMm2: roundPrice(nonZeroDetectionMm2) }),
      ...(sharedMm2 && { sharedMm2: roundedParts(sharedMm2) }),
      totalMm2: roundPrice(area.totalMm2),
      ...(published && { published }),
    };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function roundedParts(parts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(parts).map(([name, mm2]) => [name, roundPrice(mm2)]));
}

/** Area as the sum of the parts; no filler, no clock tree, no wires between parts. Remembered: each of a machine's wires asks for it, and each point of a sweep. */
export const areaOf: (hardware: Chip) => AreaReport = byReads(computedArea, ['memories']);

function computedArea(hardware: Chip): AreaReport {
  const parts = areasAt('processingElement', hardware);
  const shared = areasAt('chip', hardware);
  const processingElementMm2 = sumOf(parts);
  const trees = Object.values(componentsOfKind(hardware, 'nonZeroDetection'));
  const nonZeroDetectionMm2 = trees.reduce(
    (sum, { lanes }) => sum + nonZeroDetectionAreaMm2(lanes(hardware), hardware.technologyNm),
    0,
  );
  const { publishedArea } = machineOf(hardware);
  return {
    perProcessingElementMm2: parts,
    processingElementMm2,
    ...(trees.length > 0 && { nonZeroDetectionMm2 }),
    ...(Object.keys(shared).length > 0 && { sharedMm2: shared }),
    totalMm2: processingElementMm2 * hardware.processingElements + nonZeroDetectionMm2 + sumOf(shared),
    ...(publishedArea?.technologyNm === hardware.technologyNm && { published: withoutNode(publishedArea) }),
  };
}

function withoutNode({ technologyNm: _node, ...area }: PublishedArea): Omit<PublishedArea, 'technologyNm'> {
  return area;
}

function sumOf(areas: Readonly<Record<string, number>>): number {
  return Object.values(areas).reduce((sum, area) => sum + area, 0);
}

/** Area of each part of one PE, or of those that the PEs share: memories, registers, then logic. */
function areasAt(place: Component<Chip>['place'], hardware: Chip): Record<string, number> {
  const areas: Record<string, number> = {};
  for (const part of partsOf(machineOf(hardware).components)) {
    const area = part.place === place ? part.area(hardware) : undefined;
    if (area !== undefined) areas[part.name] = area;
  }
  return areas;
}

/** A part that takes area, remembered by what of a machine it follows: of thousands of machines most parts are alike. undefined: the machine has none. */
interface Part extends Pick<Component<Chip>, 'name' | 'place'> {
  readonly area: (hardware: Chip) => number | undefined;
}

/** What takes area: memories, registers, then logic, each as charts stack them; put in order once for all machines of a kind. */
function partsOf(components: readonly Component<Chip>[]): readonly Part[] {
  let found = inOrder.get(components);
  if (found === undefined) {
    const kinds = ['sram', 'registers', 'arithmetic'];
    const stacked = inStackingOrder(components);
    const all = kinds.flatMap((kind) => stacked.filter(({ madeOf }) => madeOf.kind === kind));
    inOrder.set(components, (found = all.map((one) => ({ ...one, area: byReads(areaIn(one), ['memories']) }))));
  }
  return found;
}

const inOrder = new WeakMap<readonly Component<Chip>[], readonly Part[]>();

function areaIn(component: Component<Chip>): Part['area'] {
  const { name, madeOf, perElement } = component;
  return (hardware) =>
    has(component, hardware) ? partArea(name, madeOf, hardware) * (perElement?.(hardware) ?? 1) : undefined;
}

function partArea(name: string, madeOf: MadeOf<Chip>, hardware: Chip): number {
  if (madeOf.kind === 'sram') return memoryCost(hardware, name).areaMm2;
  if (madeOf.kind === 'arithmetic') return arithmeticAreaMm2(madeOf, hardware);
  if (madeOf.kind !== 'registers') throw new Error(`no area of ${madeOf.kind}`);
  return registerCost({ ...madeOf.registers(hardware), technologyNm: hardware.technologyNm }).areaMm2;
}
