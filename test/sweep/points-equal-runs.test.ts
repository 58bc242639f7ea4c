import test from 'ava';
import fc from 'fast-check';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { numberAt } from '../../src/sweep/metrics/number-at.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { smallFolder, smallSweep } from './small-sweep.ts';

/** Values of config keys, as they are written in a sweep and after --set alike. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  processingElements: ['1', '3', '16', '64'],
  'activationQueue.depth': ['2', '3', '9', '64'],
  'memories.sparseMatrix.width': ['16 bit', '64 bit', '256 bit'],
  'encoding.indexBits': ['2', '4', '8'],
  'encoding.skipZeroActivations': ['true', 'false'],
  'simulation.rule': ['drained', 'reference'],
  'weights.home': ['sparseMatrix', 'dram'],
  'arithmetic.weight': ['q7.8', 'q1.2', 'int8'],
  'arithmetic.activation': ['q7.8', 'q1.2', 'int8'],
  'arithmetic.accumulator': ['q7.8', 'q3.4', 'fp32'],
  clock: ['313 MHz', '1.2 GHz'],
  technology: ['45 nm', '22 nm', '33 nm'],
  'energy.override.pointers.read': ['1.7 pJ', '0 pJ'],
};

const METRICS = ['timeUs', 'cycles', 'energyPj.total', 'energyPj.dram', 'energyPj.leakage', 'saturations.accumulator'];

test('any point has exactly the numbers of a run with the same keys', async (t) => {
  const folder = smallFolder();
  const axes = fc
    .shuffledSubarray(Object.keys(KEYS), { minLength: 2, maxLength: 4 })
    .chain((keys) =>
      fc.record(
        Object.fromEntries(
          keys.map((key) => [key, fc.shuffledSubarray([...KEYS[key]], { minLength: 1, maxLength: 2 })]),
        ),
      ),
    );
  await fc.assert(
    fc.asyncProperty(axes, fc.nat(), async (chosen, pick) => {
      const lines = Object.entries(chosen).map(([key, values]) => `  ${key}: [${values.join(', ')}]\n`);
      const config = await smallSweep(`axes:\n${lines.join('')}metrics: [${METRICS.join(', ')}]\n`, folder);
      const { points } = (await runSweep(config, { jobs: 0 })).result!;
      const point = points[pick % points.length];
      const set = config.axes.map(({ name, values }) => {
        const value = values.find((one) => one.value === point.axes[name])!;
        return `${name}=${value.text}`;
      });
      const hardware = await loadHardware('eie-64pe', { set });
      const table = await loadEnergyTable(hardware.energy.tableFile);
      const { totals } = runNetwork(hardware, await loadNetwork(config.network), table);
      t.deepEqual(
        point.metrics,
        Object.fromEntries(METRICS.map((metric) => [metric, numberAt(totals, metric)])) as never,
        set.join(' '),
      );
    }),
    { numRuns: 25 },
  );
});

/** Keys of which a pass that builds on another one may depend alone: a point that took the results of its neighbour would have its numbers. */
const ALONE: readonly (readonly [key: string, values: string, others: readonly string[]])[] = [
  ['memories.pointers.width', '[8 bit, 16 bit, 24 bit]', ['weights.home=dram']],
  ['memories.activations.width', '[16 bit, 64 bit]', []],
  ['arithmetic.activation', '[q7.8, int4, q0.3]', []],
  ['dram.channels', '[1, 2]', ['weights.home=dram']],
];

for (const [key, values, others] of ALONE)
  test(`points that differ only in ${key} have the numbers of their own runs`, async (t) => {
    const set = others.map((one) => `  ${one.replace('=', ': ')}\n`).join('');
    const body = `${set === '' ? '' : `set:\n${set}`}axes:\n  ${key}: ${values}\nmetrics: [cycles, energyPj.total, energyPj.sram, energyPj.dram]\n`;
    const config = await smallSweep(body);
    const { points } = (await runSweep(config, { jobs: 0 })).result!;
    const network = await loadNetwork(config.network);
    const totals: number[] = [];
    for (const [index, { text }] of config.axes[0].values.entries()) {
      const hardware = await loadHardware('eie-64pe', { set: [...others, `${key}=${text}`] });
      const run = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile)).totals;
      t.like(points[index].metrics, { cycles: run.cycles, 'energyPj.total': run.energyPj.total }, text);
      totals.push(run.energyPj.total);
    }
    t.is(new Set(totals).size, totals.length, 'the values differ, so that one cannot stand for another');
  });

test('densities of a point are those of a run, whatever the format makes of the values', async (t) => {
  const formats = ['q7.8', 'q1.2', 'int8'];
  const axes = `axes: { arithmetic.weight: [${formats.join(', ')}] }\n`;
  const densities = ['weightDensity', 'activationDensity'] as const;
  const metrics = densities.map((name) => `${name}: layers.first.${name}`).join(', ');
  const config = await smallSweep(`${axes}metrics: { ${metrics} }\n`, smallFolder());
  const { points } = (await runSweep(config, { jobs: 0 })).result!;
  for (const point of points) {
    const hardware = await loadHardware('eie-64pe', { set: [`arithmetic.weight=${point.axes['arithmetic.weight']}`] });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const [layer] = runNetwork(hardware, await loadNetwork(config.network), table).layers;
    t.deepEqual(point.metrics, { weightDensity: layer.weightDensity, activationDensity: layer.activationDensity });
    t.true(layer.weightDensity > 0);
  }
});

test('a sweep warns of what number formats do to the layers as the runs of its points do', async (t) => {
  const config = await smallSweep(
    'axes: { arithmetic.weight: [q7.8, q1.2], arithmetic.activation: [q7.8, q1.2] }\nmetrics: [cycles]\n',
    smallFolder(),
  );
  const { warnings } = (await runSweep(config, { jobs: 0 })).result!;
  const ofRuns = new Set<string>();
  for (const weight of ['q7.8', 'q1.2'])
    for (const activation of ['q7.8', 'q1.2']) {
      const set = [`arithmetic.weight=${weight}`, `arithmetic.activation=${activation}`];
      const hardware = await loadHardware('eie-64pe', { set });
      const table = await loadEnergyTable(hardware.energy.tableFile);
      for (const warning of runNetwork(hardware, await loadNetwork(config.network), table).warnings)
        if (/ in q\d/.test(warning)) ofRuns.add(warning);
    }
  t.true(ofRuns.size > 0);
  t.deepEqual(
    [...ofRuns].filter((warning) => !warnings.includes(warning)),
    [],
  );
});
