import { lookUp } from '../../base/registry.ts';
import type { Hardware } from '../../config/hardware.ts';
import { ALADDIN, LOGIC_LEAKAGE_MW_PER_UM2 } from './aladdin.ts';
import { addressAccumulatorAreaMm2, arithmeticAreaMm2 } from './area.ts';
import { type ComponentModel, energyPerCyclePj } from './component-model.ts';
import { nonZeroDetectionAreaMm2 } from './non-zero-detection.ts';

const AREAS_MM2: Readonly<Record<string, (hardware: Hardware) => number>> = {
  arithmeticUnit: arithmeticAreaMm2,
  addressAccumulator: addressAccumulatorAreaMm2,
  /** The whole tree is one instance. */
  nonZeroDetection: (hardware) => nonZeroDetectionAreaMm2(hardware.processingElements),
};

/** Leakage of a block of logic over one clock period: its area times the leakage per area of a synthesised multiplier. */
export const logicLeakage: ComponentModel = (hardware, component) => ({
  energyPj: energyPerCyclePj(
    lookUp('block of logic', AREAS_MM2, component)(hardware) * 1e6 * LOGIC_LEAKAGE_MW_PER_UM2,
    hardware.clockHz,
  ),
  source: `area x leakage per area (${ALADDIN.source}, multiplier)`,
  provenance: 'assumed',
  warnings: [],
});
