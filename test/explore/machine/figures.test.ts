import test from 'ava';
import {
  areaParts,
  changeText,
  contrast,
  energyFigure,
  exactTotals,
  stateFigure,
} from '../../../src/explore/machine/figures.ts';
import { limitsOf } from '../../../src/explore/machine/limits.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { explainCycles } from '../../../src/run/explain.ts';
import { runNetwork } from '../../../src/run/run-network.ts';

const hardware = await loadHardware('eie-64pe');
const network = await loadNetwork('test/data/explorer/three-layers.yaml');
const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(b);

test('parts of a bar add up to the energy of the layer, and the legend to that of all', (t) => {
  const { rows, all } = energyFigure(record);
  for (const [k, { parts }] of rows.entries())
    t.true(near(sum(parts.map(({ value }) => value)), record.layers[k].energyPj.total));
  t.true(near(sum(all.map(({ value }) => value)), record.totals.energyPj.total));
  t.true(all.some(({ title, pattern }) => title === 'sparse-matrix SRAM' && pattern === 'sram'));
});

test('states of the processing elements are all of their cycles', (t) => {
  for (const { parts } of stateFigure(record)) t.true(near(sum(parts.map(({ value }) => value)), 1));
});

test('the contrast is that of the record', (t) => {
  const { arithmeticPj, memoryPj, ratio } = contrast(record.totals);
  t.true(near(memoryPj / arithmeticPj, ratio!));
});

test('parts of the area add up to the chip', (t) => {
  // areas of the record have nine digits
  t.true(Math.abs(sum(areaParts(record).map(({ mm2 }) => mm2)) / record.area!.totalMm2 - 1) < 1e-8);
});

test('what limits a layer adds up to its cycles; imbalance is what the work takes beyond a perfect balance', (t) => {
  for (const [k, { name }] of network.layers.entries()) {
    const { parts, cycles } = explainCycles(hardware, network, { layer: name });
    const limits = limitsOf(parts, record.layers[k].theoreticalCycles);
    t.is(sum(limits.map((limit) => limit.cycles)), cycles);
    t.true(
      limits.every((limit) => ['work', 'imbalance', 'scan', 'queue', 'pipeline', 'empty columns'].includes(limit.name)),
    );
  }
});

test('numbers are those of the record to the last digit', (t) => {
  const totals = new Map(exactTotals(record.totals));
  t.is(totals.get('cycles'), String(record.totals.cycles));
  t.is(totals.get('energyPj.sram'), String(record.totals.energyPj.sram));
  t.is(totals.get('saturations.weight'), '0');
});

test('a change is told in per cent, a large one in times, and none as none', (t) => {
  t.is(changeText(110, 100), '+10.0 %');
  t.is(changeText(50, 100), '−50.0 %');
  t.is(changeText(1500, 100), '15.0 times');
  t.is(changeText(100, 100), 'as pinned');
  t.is(changeText(100, null), undefined);
});
