import { UserError } from '../../base/user-error.ts';
import type { BankShape } from '../models/sram-bank.ts';
import { bankOf, nearestBank, outsideWarnings, type SramShape, sramCost } from '../models/sram-cost.ts';
import { type CostModel, deviceAttribute, deviceOf, TECHNOLOGY } from './cost-report.ts';

/** SRAM by capacity, width and banks. Outside the grid: an error that names its range. */
export const sram: CostModel = {
  summary: 'SRAM: read and write of one bank, leakage and area of all',
  attributes: {
    capacity: {
      kind: 'quantity',
      recordName: 'capacityBytes',
      unit: 'B',
      example: '128 KiB',
      whole: true,
      describe: 'total over the banks',
    },
    width: {
      kind: 'quantity',
      recordName: 'widthBits',
      unit: 'bit',
      example: '64 bit',
      whole: true,
      describe: 'bits of one access',
    },
    banks: { kind: 'number', recordName: 'banks', whole: true, example: '2', fallback: '1', describe: 'equal banks' },
    technology: TECHNOLOGY,
    device: deviceAttribute('lstp'),
    temperature: {
      kind: 'quantity',
      recordName: 'temperatureK',
      unit: 'K',
      example: '330 K',
      fallback: '300 K',
      describe: 'for the leakage: 300 to 360 K',
    },
  },
  cost: (attributes) => {
    const shape: SramShape = {
      device: deviceOf(attributes),
      technologyNm: attributes.number('technologyNm'),
      capacityBytes: attributes.number('capacityBytes'),
      widthBits: attributes.number('widthBits'),
      banks: attributes.number('banks'),
      temperatureK: attributes.number('temperatureK'),
    };
    refuseOutside(bankOf(shape));
    const { readPj, writePj, ...rest } = sramCost(shape);
    const { leakageMw, areaMm2, accessTimeNs, provenance, warnings } = rest;
    const source = `${rest.source}; ${rest.leakageRemark}`;
    const actions = { read: { energyPj: readPj }, write: { energyPj: writePj } };
    return { actions, leakageMw, areaMm2, accessTimeNs, source, provenance, warnings };
  },
};

function refuseOutside(bank: BankShape): void {
  const nearest = nearestBank(bank);
  const faults = outsideWarnings(bank, nearest).map((warning) => ({
    place: {},
    message: `${warning.split(';')[0]}; the nearest point is ${nearest.capacityBytes} B x ${nearest.widthBits} bit a bank at ${nearest.technologyNm} nm`,
    code: 'SRAM_RANGE',
  }));
  if (faults.length > 0) throw new UserError(faults);
}
