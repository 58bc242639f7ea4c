import { lookUp } from '../../base/registry.ts';
import { ALADDIN } from './aladdin.ts';
import type { ComponentModel } from './component-model.ts';
import { madeOf, operandFormat } from './made-of.ts';
import type { NumberWidth } from './number-width.ts';
import { energyScale, scalingRule } from './technology-scaling.ts';

/** Energy of an operation at 40 nm: adders grow with the width (of a float the significand), multipliers with its square, as in Accelergy's plug-in. */
const AT_40NM = {
  add: (format: NumberWidth): number =>
    format.kind === 'integer'
      ? (ALADDIN.adder.energyPj * format.bits) / ALADDIN.adder.bits
      : (ALADDIN.floatAdder.energyPj * format.significandBits!) / ALADDIN.floatAdder.significandBits,
  multiply: (format: NumberWidth): number =>
    format.kind === 'integer'
      ? ALADDIN.multiplier.energyPj * (format.bits / ALADDIN.multiplier.bits) ** 2
      : ALADDIN.floatMultiplier.energyPj * (format.significandBits! / ALADDIN.floatMultiplier.significandBits) ** 2,
};

/**
 * The rival of the published figures: units as Aladdin synthesised them, at full activity, 40 nm, 1 ns. A 16-bit multiplication costs five times what
 * EIE Fig. 10 says, a single-precision one ten times what Horowitz says.
 */
export const aladdin: ComponentModel = (hardware, component, action) => {
  const { operations } = madeOf(hardware, component, 'arithmetic');
  const { operation, formats } = lookUp('arithmetic action', operations, action);
  const { technologyNm } = hardware;
  return {
    energyPj: AT_40NM[operation](operandFormat(formats(hardware))) * energyScale(ALADDIN.technologyNm, technologyNm),
    source: `${ALADDIN.source}, 32 bits, by the ${operation === 'add' ? 'width' : 'square of the width'}; to ${technologyNm} nm by ${scalingRule(technologyNm)}`,
    provenance: 'scaled',
    warnings: [],
  };
};
