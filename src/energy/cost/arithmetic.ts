import { BLOCK_FORMAT_NAMES } from '../../base/block-format.ts';
import { FLOATS } from '../../base/number-format.ts';
import { LOGIC_LEAKAGE_MW_PER_UM2 } from '../models/aladdin.ts';
import { arithmeticCost } from '../models/arithmetic-cost.ts';
import { numberWidth } from '../models/number-width.ts';
import { type CostModel, TECHNOLOGY } from './cost-report.ts';

/** One adder and one multiplier of a number format. */
export const arithmetic: CostModel = {
  summary: 'arithmetic: add, multiply and multiply-accumulate in a number format',
  attributes: {
    format: {
      kind: 'word',
      recordName: 'format',
      words: null,
      describe: `number format: int4 to int32, qI.F, ${Object.keys(FLOATS).join(', ')}, ${BLOCK_FORMAT_NAMES.join(', ')}`,
    },
    technology: TECHNOLOGY,
  },
  cost: (attributes) => {
    const format = numberWidth(attributes.word('format'));
    const technologyNm = attributes.number('technologyNm');
    const add = arithmeticCost('add', format, technologyNm);
    const multiply = arithmeticCost('multiply', format, technologyNm);
    const areaUm2 = add.areaUm2 + multiply.areaUm2;
    return {
      actions: {
        add: { energyPj: add.energyPj },
        multiply: { energyPj: multiply.energyPj },
        multiplyAccumulate: { energyPj: add.energyPj + multiply.energyPj },
      },
      leakageMw: areaUm2 * LOGIC_LEAKAGE_MW_PER_UM2,
      areaMm2: areaUm2 * 1e-6,
      accessTimeNs: null,
      source: add.source === multiply.source ? add.source : `add: ${add.source}; multiply: ${multiply.source}`,
      provenance: multiply.provenance,
      warnings: [...new Set([...add.warnings, ...multiply.warnings])],
    };
  },
};
