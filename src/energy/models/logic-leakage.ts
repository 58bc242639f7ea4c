import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import { ALADDIN, LOGIC_LEAKAGE_MW_PER_UM2 } from './aladdin.ts';
import { arithmeticAreaMm2 } from './arithmetic.ts';
import { type ComponentModel, energyPerCyclePj } from './component-model.ts';
import { componentsOfKind } from './made-of.ts';
import { nonZeroDetectionAreaMm2 } from './non-zero-detection.ts';

/** Area of each block of logic of the machine; a tree of detection units is one block. */
function logicAreas(hardware: Chip): Readonly<Record<string, () => number>> {
  const arithmetic = Object.entries(componentsOfKind(hardware, 'arithmetic'));
  const detection = Object.entries(componentsOfKind(hardware, 'nonZeroDetection'));
  return Object.fromEntries([
    ...arithmetic.map(([name, made]) => [name, () => arithmeticAreaMm2(made, hardware)] as const),
    ...detection.map(
      ([name, { lanes }]) => [name, () => nonZeroDetectionAreaMm2(lanes(hardware), hardware.technologyNm)] as const,
    ),
  ]);
}

/** Leakage of a block of logic over one clock period: its area times the leakage per area of a synthesised multiplier. */
export const logicLeakage: ComponentModel = (hardware, component) => ({
  energyPj: energyPerCyclePj(
    lookUp('block of logic', logicAreas(hardware), component)() * 1e6 * LOGIC_LEAKAGE_MW_PER_UM2,
    hardware.clockHz,
  ),
  source: `area x leakage per area (${ALADDIN.source}, multiplier)`,
  provenance: 'assumed',
  warnings: [],
});
