import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { sramCost } from '../../../src/energy/sram/sram-cost.ts';
import { SHAPE } from './shape.ts';

type Row = Readonly<Record<string, string>>;

const rows: readonly Row[] = parse(readFileSync('test/energy/sram/accelergy-logs.csv'), {
  columns: true,
  comment: '#',
});

/** Share by which each figure may be off: rounding where CACTI was asked for this memory, more where it is interpolated or has banks. */
const TOLERANCE: Readonly<Record<string, number>> = { '102400 1': 0.06, '8192 2': 0.3 };

for (const row of rows) {
  const { capacityBytes, widthBits, nm, banks, log } = row;
  const tolerance = TOLERANCE[`${capacityBytes} ${banks}`] ?? 1e-4;
  const near = `within ${tolerance < 0.01 ? '0.01' : tolerance * 100} %`;
  test(`${log}: ${capacityBytes} bytes x ${widthBits} bit at ${nm} nm cost what the log says, ${near}, gate leakage included`, (t) => {
    const cost = sramCost({
      ...SHAPE,
      technologyNm: Number(nm),
      rule: 'roadmap',
      capacityBytes: Number(capacityBytes),
      widthBits: Number(widthBits),
      banks: Number(banks),
    });
    const ascending = (a: number, b: number): number => a - b;
    const expected = [Number(row.energy), Number(row.otherEnergy)].toSorted(ascending);
    const found = [cost.readPj, cost.writePj].toSorted(ascending);
    const off = (value: number, wanted: number): boolean => Math.abs(value / wanted - 1) > tolerance;
    t.false(off(found[0], expected[0]) || off(found[1], expected[1]), `${found.join(', ')} pJ`);
    t.false(off(cost.areaMm2, Number(row.areaMm2)), `${cost.areaMm2} mm2`);
    // 1 fJ per ns is 1e-3 mW
    t.false(off(cost.leakageMw * 1000, Number(row.leakage)), `${cost.leakageMw} mW`);
  });
}
