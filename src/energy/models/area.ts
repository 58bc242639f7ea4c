import { UserError } from '../../base/user-error.ts';
import type { Hardware } from '../../config/hardware.ts';
import { roundPrice } from '../round-price.ts';
import { arithmeticCost } from './arithmetic-cost.ts';
import { addFormat, multiplyFormat, REGISTER_SHAPES } from './component-shapes.ts';
import { nonZeroDetectionAreaMm2 } from './non-zero-detection.ts';
import { numberWidth } from './number-width.ts';
import { registerCost } from './register-cost.ts';
import { memoryCost, SRAM_COMPONENTS } from './sram.ts';

/** Area of the machine: one PE part by part, the non-zero detection tree, and the whole chip. */
export interface AreaReport {
  readonly perProcessingElementMm2: Readonly<Record<string, number>>;
  readonly processingElementMm2: number;
  readonly nonZeroDetectionMm2: number;
  readonly totalMm2: number;
  /** What EIE's layout takes (45 nm, Table II and V), to compare with. */
  readonly published: { readonly processingElementMm2: 0.638; readonly totalMm2: 40.8; readonly source: string };
}

/** Area of the arithmetic of one PE: multiplier and adder. */
export function arithmeticAreaMm2(hardware: Hardware): number {
  const multiplier = arithmeticCost('multiply', multiplyFormat(hardware), hardware.technologyNm).areaUm2;
  const adder = arithmeticCost('add', addFormat(hardware), hardware.technologyNm).areaUm2;
  return (multiplier + adder) * 1e-6;
}

/** Area of the adder that turns relative indices into rows. */
export function addressAccumulatorAreaMm2(hardware: Hardware): number {
  return arithmeticCost('add', numberWidth('int16'), hardware.technologyNm).areaUm2 * 1e-6;
}

/** areaOf rounded to 9 significant digits for a record; undefined where CACTI has no array of one of the memories. */
export function areaIfKnown(hardware: Hardware): AreaReport | undefined {
  try {
    const { perProcessingElementMm2: parts, ...area } = areaOf(hardware);
    return {
      perProcessingElementMm2: Object.fromEntries(Object.entries(parts).map(([name, mm2]) => [name, roundPrice(mm2)])),
      processingElementMm2: roundPrice(area.processingElementMm2),
      nonZeroDetectionMm2: roundPrice(area.nonZeroDetectionMm2),
      totalMm2: roundPrice(area.totalMm2),
      published: area.published,
    };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Area as the sum of the parts; no filler, no clock tree, no wires between parts. */
export function areaOf(hardware: Hardware): AreaReport {
  const parts: Record<string, number> = {};
  for (const component of SRAM_COMPONENTS) parts[component] = memoryCost(hardware, component).areaMm2;
  for (const [component, shape] of Object.entries(REGISTER_SHAPES))
    if (component !== 'codebook' || hardware.encoding.weights === 'codebook')
      parts[component] = registerCost(shape(hardware)).areaMm2;
  parts.arithmeticUnit = arithmeticAreaMm2(hardware);
  parts.addressAccumulator = addressAccumulatorAreaMm2(hardware);
  const processingElementMm2 = Object.values(parts).reduce((sum, area) => sum + area, 0);
  const nonZeroDetectionMm2 = nonZeroDetectionAreaMm2(hardware.processingElements);
  return {
    perProcessingElementMm2: parts,
    processingElementMm2,
    nonZeroDetectionMm2,
    totalMm2: processingElementMm2 * hardware.processingElements + nonZeroDetectionMm2,
    published: { processingElementMm2: 0.638, totalMm2: 40.8, source: 'EIE (ISCA 2016) Tables II and V, 45 nm' },
  };
}
