import { registerCost } from '../models/register-cost.ts';
import { type CostModel, TECHNOLOGY } from './cost-report.ts';

/** A register file, queue or table of flip-flops. */
export const register: CostModel = {
  summary: 'register file: read and write of one word',
  attributes: {
    entries: { kind: 'number', recordName: 'entries', whole: true, example: '64', fallback: '1', describe: 'words' },
    width: {
      kind: 'quantity',
      recordName: 'widthBits',
      unit: 'bit',
      example: '16 bit',
      whole: true,
      describe: 'bits of a word',
    },
    technology: TECHNOLOGY,
  },
  cost: (attributes) => {
    const { readPj, writePj, leakageMw, areaMm2, source } = registerCost({
      entries: attributes.number('entries'),
      widthBits: attributes.number('widthBits'),
      technologyNm: attributes.number('technologyNm'),
    });
    const actions = { read: { energyPj: readPj }, write: { energyPj: writePj } };
    return { actions, leakageMw, areaMm2, accessTimeNs: null, source, provenance: 'scaled', warnings: [] };
  },
};
