import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import {
  chargeRun,
  chartSpecs,
  dramParameters,
  dramPartNames,
  encode,
  generateLayer,
  loadEnergyTable,
  loadEnergyTableText,
  loadHardware,
  loadHardwareText,
  loadNetworkText,
  plotResult,
  priceActions,
  runNetwork,
  simulateDram,
  simulateLayer,
  UserError,
} from '../src/index.ts';

const layer = generateLayer({ name: 'fc', rows: 512, columns: 1024, weightDensity: 0.2, activationDensity: 0.5 }, 1);
const network = { name: 'n', file: 'n', seed: 1, layers: [layer] };

for (const set of [
  [],
  ['weights.home=dram'],
  ['memories.sparseMatrix.capacity=512 B', 'weights.overflow=stream'],
  ['simulation.fractionBits=perLayer'],
])
  test(`a layer by itself counts what a run of its network does (${set.join(', ') || 'as built in'})`, async (t) => {
    const hardware = await loadHardware('eie-64pe', { set });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const run = runNetwork(hardware, network, table);
    const alone = simulateLayer(hardware, layer);
    const [expected] = run.layers;
    t.is(alone.counts.cycles, expected.cycles);
    t.deepEqual(alone.counts.actionCounts, expected.actionCounts);
    t.deepEqual(alone.counts.dram, expected.dram);
    t.deepEqual(chargeRun(hardware, network, table, [alone]).totals, run.totals);
  });

test('weights from DRAM are in the cycles, and what does not fit is said', async (t) => {
  const inSram = simulateLayer(await loadHardware('eie-64pe'), layer);
  const inDram = simulateLayer(await loadHardware('eie-64pe', { set: ['weights.home=dram'] }), layer);
  t.true(inDram.counts.cycles > 5 * inSram.counts.cycles, `${inDram.counts.cycles} against ${inSram.counts.cycles}`);
  const small = await loadHardware('eie-64pe', { set: ['memories.sparseMatrix.capacity=512 B'] });
  t.regex(simulateLayer(small, layer).warnings.join(), /entries on the fullest PE, the sparse-matrix memory holds/);
});

test('a layer whose parts do not fit together is refused wherever it is given', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const short = { ...layer, activations: layer.activations.slice(1) };
  const message = /fc\.activations: expected one for each of 1024 columns, found 1023 \[LAYER\]/;
  t.throws(() => simulateLayer(hardware, short), { instanceOf: UserError, message });
  t.throws(() => runNetwork(hardware, { ...network, layers: [short] }, table), { instanceOf: UserError, message });
  t.throws(() => encode({ ...layer.matrix, rows: 8 }, 64, 4), { instanceOf: UserError, message: /rows below 8/ });
});

test('machines, energy tables and networks are read from text', async (t) => {
  const hardware = await loadHardwareText('extends: eie-64pe\nname: mine\nprocessingElements: 16\n');
  t.like(hardware, { name: 'mine', processingElements: 16 });
  const rows = 'rows:\n  - { component: pointers, action: read, energy: 2 pJ, source: mine, provenance: measured }\n';
  const table = await loadEnergyTableText(`name: mine\ntechnology: 45 nm\n${rows}`);
  t.is(priceActions(hardware, table, ['pointers.read']).prices[0].energyPj, 2);
  const { layers } = await loadNetworkText(
    'name: n\nlayers:\n  - name: a\n    generate: { rows: 4, columns: 5, weightDensity: 1, activationDensity: 1 }\n',
  );
  t.is(layers[0].name, 'a');
});

test('charts are there as specifications, the same that plot writes', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const result = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  const specs = chartSpecs(result);
  t.true(Object.keys(specs).length >= 3);
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-api-'));
  await plotResult(result, join(folder, 'out'), ['vl.json'], { charts: Object.keys(specs) });
  for (const [name, spec] of Object.entries(specs))
    t.deepEqual(
      JSON.parse(JSON.stringify(spec)),
      JSON.parse(readFileSync(join(folder, 'out', `${name}.vl.json`), 'utf8')),
      name,
    );
  t.throws(() => chartSpecs(result, ['no-such-chart']), { instanceOf: UserError });
  t.true('operation-costs' in chartSpecs(undefined));
});

test('parameters of a DRAM part can be changed and simulated', (t) => {
  const requests = Array.from({ length: 64 }, (_, k) => ({
    arrivalCycle: 0,
    bankGroup: 0,
    bank: 0,
    row: 0,
    column: k,
    isWrite: false,
  }));
  for (const name of dramPartNames()) t.true(dramParameters(name).tCK_ns > 0, name);
  const parameters = dramParameters('lpddr3-1600');
  const slow = simulateDram({ ...parameters, RCD: parameters.RCD + 100 }, requests);
  t.is(slow.cycles, simulateDram('lpddr3-1600', requests).cycles + 100);
});
