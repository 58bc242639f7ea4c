import test from 'ava';
import { charge, priceMap } from '../../src/energy/charge.ts';
import { priceActions } from '../../src/energy/price-actions.ts';
import type { Hardware } from '../../src/machines/index.ts';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable } from '../../src/node/read-configs.ts';
import { microseconds } from '../../src/run/counted.ts';
import { energyRatios } from '../../src/run/layer-result.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { EIE, EIE_ED2, row, table } from './table-by-hand.ts';

const NETWORK = {
  name: 'one',
  file: 'one.yaml',
  seed: 1,
  layers: [generateLayer({ name: 'fc', rows: 256, columns: 256, weightDensity: 0.1, activationDensity: 0.4 }, 1)],
};

const run = async (hardware: Hardware) => runNetwork(hardware, NETWORK, await loadEnergyTable('45nm'));

test('a slower clock takes arrays with cheaper reads, nothing else of dynamic energy changes', async (t) => {
  const [fast, slow] = [await run(EIE), await run({ ...EIE, clockHz: 100e6 })];
  t.true(slow.totals.energyPj.sram < 0.9 * fast.totals.energyPj.sram);
  t.is(slow.totals.energyPj.arithmetic, fast.totals.energyPj.arithmetic);
  t.is(slow.totals.energyPj.registers, fast.totals.energyPj.registers);
});

test('with the arrays fixed the clock changes time and leakage, not cycles or dynamic energy', async (t) => {
  const fast = await run(EIE_ED2);
  const slow = await run({ ...EIE_ED2, clockHz: 100e6 });
  t.is(slow.totals.cycles, fast.totals.cycles);
  t.is(slow.totals.timeUs, 8 * fast.totals.timeUs);
  t.is(slow.totals.energyPj.sram, fast.totals.energyPj.sram);
  t.is(slow.totals.energyPj.arithmetic, fast.totals.energyPj.arithmetic);
  t.true(Math.abs(slow.totals.energyPj.leakage / fast.totals.energyPj.leakage - 8) < 1e-6);
});

test('an access costs what it costs, whether one weight of it is used or eight', (t) => {
  const prices = new Map([['dram.read', 512]]);
  t.is(charge({ 'dram.read': 1 }, prices).total, 512);
  t.is(charge({ 'dram.read': 8 }, prices).total, 8 * 512);
});

test('leakage is power x time x instances: idle PEs leak too, static and dynamic apart', (t) => {
  const leakage = row('sparseMatrix', 'leakage', 0.005652);
  const { prices } = priceActions(EIE, table(leakage), ['sparseMatrix.leakage']);
  const report = charge({ 'sparseMatrix.leakage': 1000 * 64 }, priceMap(prices));
  t.true(Math.abs(report.leakage - 0.005652 * 1000 * 64) < 1e-9);
  t.is(report.sram, 0);
});

test('leakage of a memory covers all its banks', (t) => {
  const price = (banks: number): number => {
    const pointers = { ...EIE.memories.pointers, banks, capacityBytes: banks * 16384 };
    const hardware = { ...EIE, memories: { ...EIE.memories, pointers } };
    return priceActions(hardware, table(row('pointers', 'leakage', 'sram')), ['pointers.leakage']).prices[0].energyPj;
  };
  t.true(Math.abs(price(8) / price(1) - 8) < 1e-8);
});

test('all PEs leak for the whole layer, whatever they do', async (t) => {
  const { layers } = await run(EIE);
  const { cycles, actionCounts } = layers[0];
  t.is(actionCounts['sparseMatrix.leakage'], cycles * 64);
  t.is(actionCounts['arithmeticUnit.leakage'], cycles * 64);
});

test('power is energy over the time of the clock: 2.11e7 pJ in 10000 cycles at 800 MHz are 1.688 W', (t) => {
  const report = charge({ 'dram.read': 1 }, new Map([['dram.read', 2.11e7]]));
  t.is(energyRatios(report, microseconds(10000, 800e6), 1).averagePowerMw, 1688);
});

test('another technology node is scaled and says so, in the source and in a warning', async (t) => {
  const result = await run({ ...EIE, technologyNm: 28 });
  const price = (name: string) =>
    result.energyTable.find(({ component, action }) => `${component}.${action}` === name)!;
  t.is(price('clockNetwork.cycle').provenance, 'scaled');
  t.regex(price('clockNetwork.cycle').source, /45 to 28 nm/);
  t.is(price('sparseMatrix.read').provenance, 'scaled');
  t.regex(price('sparseMatrix.read').source, /brought to 28 nm: energy by the published ratio/);
  t.true(price('arithmeticUnit.multiply').energyPj < 0.62);
  t.regex(result.warnings.join(), /45nm\.yaml is for 45 nm/);
});

test('the record holds area beside the published 40.8 mm2, and every price with its source', async (t) => {
  const { area, energyTable } = await run(EIE);
  t.is(area!.published?.totalMm2, 40.8);
  const parts = Object.values(area!.perProcessingElementMm2).reduce((sum, mm2) => sum + mm2, 0);
  t.true(Math.abs(parts / area!.processingElementMm2 - 1) < 1e-6);
  t.true(energyTable.every(({ source }) => source.length > 0));
});
