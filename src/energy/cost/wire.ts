import { CHIP_WIRE, TOGGLE_RATE, wireCost } from '../models/wire-cost.ts';
import { roundPrice } from '../round-price.ts';
import { type CostModel, deviceAttribute, deviceOf, TECHNOLOGY } from './cost-report.ts';

/** A bundle of repeated wires; a word of random data changes half of them. */
export const wire: CostModel = {
  summary: 'wire: sending one word over a length',
  attributes: {
    length: {
      kind: 'quantity',
      recordName: 'lengthMm',
      unit: 'mm',
      example: '2.5 mm',
      fallback: '1 mm',
      describe: 'length',
    },
    width: {
      kind: 'quantity',
      recordName: 'widthBits',
      unit: 'bit',
      example: '32 bit',
      fallback: '1 bit',
      whole: true,
      describe: 'bits of a word',
    },
    technology: TECHNOLOGY,
    device: deviceAttribute(CHIP_WIRE.device),
    wire: {
      kind: 'word',
      recordName: 'wire',
      words: ['global', 'semiGlobal'],
      fallback: CHIP_WIRE.wire,
      describe: 'metal layer',
    },
    'delay-penalty': {
      kind: 'quantity',
      recordName: 'delayPenalty',
      unit: '',
      example: '30 %',
      fallback: `${CHIP_WIRE.delayPenaltyPercent} %`,
      orZero: true,
      describe: 'how much slower than delay-optimal: 0, 5, 10, 20 or 30 %',
    },
  },
  cost: (attributes) => {
    const bitMm = attributes.number('lengthMm') * attributes.number('widthBits');
    const cost = wireCost({
      device: deviceOf(attributes),
      technologyNm: attributes.number('technologyNm'),
      wire: attributes.word('wire') === 'global' ? 'global' : 'semiGlobal',
      delayPenaltyPercent: Math.round(attributes.number('delayPenalty') * 100),
    });
    return {
      actions: { send: { energyPj: bitMm * cost.energyFjPerMm * 1e-3 * TOGGLE_RATE } },
      leakageMw: bitMm * cost.leakageMwPerMm,
      areaMm2: null,
      accessTimeNs: cost.delayNsPerMm * attributes.number('lengthMm'),
      source: `${cost.source}: ${roundPrice(cost.energyFjPerMm)} fJ per mm and transition, half of the bits toggling`,
      provenance: cost.provenance,
      warnings: cost.warnings,
    };
  },
};
