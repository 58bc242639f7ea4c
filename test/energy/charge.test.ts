import test from 'ava';
import * as fc from 'fast-check';
import { UserError } from '../../src/base/user-error.ts';
import { charge, priceMap, sumReports } from '../../src/energy/charge.ts';
import type { EnergyReport } from '../../src/energy/energy-report.ts';

const ACTIONS = [
  'arithmeticUnit.multiply',
  'arithmeticUnit.add',
  'arithmeticUnit.leakage',
  'sparseMatrix.read',
  'sparseMatrix.leakage',
  'pointers.read',
  'dram.read',
  'dram.standby',
  'codebook.read',
  'clockNetwork.cycle',
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));

function holds(report: EnergyReport): boolean {
  const { total, arithmetic, sram, dram, registers, control, leakage } = report;
  return (
    close(total, arithmetic + sram + dram + registers + control + leakage) &&
    close(total, sum(Object.values(report.byComponent))) &&
    close(total, sum(Object.values(report.byAction)))
  );
}

const cost = fc.record({ count: fc.nat(2 ** 31), price: fc.double({ min: 0, max: 1e6, noNaN: true }) });
const costs = fc.array(cost, { minLength: ACTIONS.length, maxLength: ACTIONS.length });

test('total = sum of categories = sum of components = sum of actions, and count x price = energy', (t) => {
  const layers = fc.array(costs, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(layers, (drawn) => {
      const reports = drawn.map((layer) => {
        const counts = Object.fromEntries(ACTIONS.map((name, k) => [name, layer[k].count]));
        const prices = new Map(ACTIONS.map((name, k) => [name, layer[k].price]));
        const report = charge(counts, prices);
        t.true(ACTIONS.every((name) => report.byAction[name] === counts[name] * prices.get(name)!));
        return report;
      });
      const together = sumReports(reports);
      return reports.every(holds) && holds(together) && close(together.total, sum(reports.map((one) => one.total)));
    }),
  );
});

test('categories: leakage lies under its component and not in its category', (t) => {
  const counts = { 'sparseMatrix.read': 2, 'sparseMatrix.leakage': 3, 'arithmeticUnit.multiply': 5, 'dram.refresh': 1 };
  const prices = new Map([
    ['sparseMatrix.read', 10],
    ['sparseMatrix.leakage', 1],
    ['arithmeticUnit.multiply', 2],
    ['dram.refresh', 100],
  ]);
  const report = charge(counts, prices);
  t.like(report, { total: 133, sram: 20, leakage: 3, arithmetic: 10, dram: 100, registers: 0, control: 0 });
  t.deepEqual(report.byComponent, { sparseMatrix: 23, arithmeticUnit: 10, dram: 100 });
});

test('a true zero shows: counted, priced at 0', (t) => {
  const price = {
    component: 'codebook',
    action: 'read',
    energyPj: 0,
    source: 'by hand',
    provenance: 'assumed',
  } as const;
  t.is(charge({ 'codebook.read': 50 }, priceMap([price])).byAction['codebook.read'], 0);
});

test('a counted action without a price is an error, an uncounted one costs 0', (t) => {
  t.is(charge({ 'codebook.read': 0 }, new Map()).total, 0);
  const error = t.throws(() => charge({ 'codebook.read': 50 }, new Map(), 'fc6'), { instanceOf: UserError });
  t.regex(error.message, /codebook.*"read".*50 times in layer "fc6"/);
});
