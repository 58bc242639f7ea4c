import test from 'ava';
import type { Systolic } from '../../../src/machines/systolic/hardware.ts';
import { generateLayer } from '../../../src/network/generate.ts';
import type { Layer } from '../../../src/network/layer.ts';
import { loadEnergyTable, loadHardware, loadHardwareText } from '../../../src/node/read-configs.ts';
import { renderPower } from '../../../src/report/tables/power-table.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { multiply, place, storeLayers } from '../../../src/run/store-layers.ts';
import type { LayerCounts } from '../../../src/simulate/layer-counts.ts';

const MINIMAL = 'name: array\nmachine: systolic\narray: { rows: 32, columns: 32 }\n';

async function array(...set: string[]): Promise<Systolic> {
  return (await loadHardwareText(MINIMAL, { set })) as unknown as Systolic;
}

function dense(rows: number, columns: number, seed = 1): Layer {
  return generateLayer({ name: 'fc', rows, columns, weightDensity: 1, activationDensity: 0.5 }, seed);
}

type Counts = LayerCounts & Readonly<Record<string, number>>;

function run(machine: Systolic, layer: Layer, inputs: readonly Float32Array[] = [layer.activations]) {
  const { stored, warnings } = storeLayers(machine, { name: 'n', file: 'n', seed: 1, layers: [layer] });
  const placed = place(stored[0], multiply(stored[0], inputs), inputs.length);
  return { counts: placed.counts as Counts, warnings: [...warnings, ...placed.warnings] };
}

test('name, machine and array are enough: 4096 to 1000 on 32 x 32 takes the 389,119 cycles of SCALE-Sim, with 1:4 weights 97,279', async (t) => {
  const layer = dense(1000, 4096);
  t.is(run(await array(), layer).counts.cycles, 389_119);
  const { counts, warnings } = run(await array('encoding.pattern=1:4'), layer);
  t.is(counts.cycles, 97_279);
  t.is(counts.weightReads, 1_024_000);
  t.regex(warnings.join('\n'), /fc: 3072000 of 4096000 weights \(75\.0 %\) do not fit 1:4 and become 0/);
});

// golden_trace_user_{ws,is,os} of scalesim-project/scale-sim-v2 (M 256, N 128, K 256 on 32 x 32): total less stall cycles, SRAM reads and writes; the writes of its
// output-stationary report (34,816) count the size of each tile once more, 32 x (32 + 32)
const GOLDEN = [
  ['weightStationary', 52_447 - 41_248, 32_768, 262_144, 262_144],
  ['inputStationary', 19_984 - 5_777, 262_144, 65_536, 262_144],
  ['outputStationary', 52_447 - 42_272, 262_144, 262_144, 34_816 - 32 * 64],
] as const;

for (const [dataflow, cycles, weightReads, inputReads, sumWrites] of GOLDEN)
  test(`${dataflow}: SCALE-Sim's own traces of 256 vectors through 256 x 128 weights`, async (t) => {
    const layer = dense(128, 256);
    const inputs = Array.from({ length: 256 }, () => layer.activations);
    t.like(run(await array(`array.dataflow=${dataflow}`), layer, inputs).counts, {
      cycles,
      weightReads,
      inputReads,
      sumWrites,
      multiplyAccumulates: 256 * 256 * 128,
    });
  });

test('a batch amortises the weights, and gives each input the outputs that it has alone', async (t) => {
  const layer = dense(40, 70);
  const inputs = [1, 2, 3].map((seed) => dense(40, 70, seed).activations);
  const machine = await array();
  const together = run(machine, layer, inputs).counts;
  const alone = inputs.map((input) => run(machine, layer, [input]).counts);
  t.deepEqual(
    [...together.outputs],
    alone.flatMap(({ outputs }) => [...outputs]),
  );
  t.is(together.weightReads, alone[0].weightReads);
  t.is(together.cycles, alone[0].cycles + together.folds * 2);
  t.is(together.multiplyAccumulates, 3 * alone[0].multiplyAccumulates);
});

test('the cycles of an array are its active, shift, stall and drain cycles, wherever the weights live and however it is buffered', async (t) => {
  const layer = dense(100, 90);
  for (const set of [
    [],
    ['weights.home=dram'],
    ['array.doubleBuffered=true'],
    ['array.doubleBuffered=true', 'weights.home=dram'],
    ['array.doubleBuffered=true', 'weights.home=dram', 'weightQueue.bandwidth=1 MB/s', 'weightQueue.tiles=1'],
    ['weights.overflow=stream', 'memories.weights.capacity=1 KiB', 'memories.activations.capacity=32 B'],
  ]) {
    const { counts } = run(await array(...set), layer);
    const parts = [counts.activeCycles, counts.weightShiftCycles, counts.weightStallCycles, counts.drainCycles];
    t.is(
      parts.reduce((sum, cycles) => sum + cycles, 0),
      counts.cycles,
      set.join(),
    );
    t.true(parts.every((cycles) => Number.isSafeInteger(cycles) && cycles >= 0));
  }
});

test('double-buffered, a fold takes the longer of its vectors and the next shift; from DRAM the longest of those and of fetching a tile', async (t) => {
  const layer = dense(64, 96);
  const buffered = (count: number, ...set: string[]) =>
    array('array.doubleBuffered=true', ...set).then((machine) =>
      run(
        machine,
        layer,
        Array.from({ length: count }, () => layer.activations),
      ),
    );
  // 3 x 2 tiles: the first shift, six folds, and the last run
  t.is((await buffered(50)).counts.cycles, 32 + 6 * 50 + 62 - 1);
  t.is((await buffered(7)).counts.cycles, 32 + 5 * 32 + 7 + 62 - 1);
  // a tile of 32 x 32 weights of 16 bit at 2.048 byte a cycle takes 1000 cycles
  const fed = ['weights.home=dram', 'weightQueue.bandwidth=1638.4 MB/s'];
  const { counts } = await buffered(50, ...fed);
  t.is(counts.cycles, 6 * 1000 + 32 + 50 + 62 - 1);
  t.like(counts, { activeCycles: 300, weightShiftCycles: 192, weightStallCycles: 6 * 1000 - 192 - 5 * 50 + 32 });
});

test('operands wider than the multipliers take several passes: half speed for 8 x 16 bit, a quarter for 16 x 16', async (t) => {
  const layer = dense(32, 32);
  const inputs = Array.from({ length: 100 }, () => layer.activations);
  const active = async (weight: string, activation: string) => {
    const set = ['array.operandBits=8', `arithmetic.weight=${weight}`, `arithmetic.activation=${activation}`];
    return run(await array(...set, 'arithmetic.accumulator=int32'), layer, inputs).counts.activeCycles;
  };
  t.deepEqual(
    await Promise.all([active('int8', 'int8'), active('int8', 'int16'), active('int16', 'int16')]),
    [100, 200, 400],
  );
});

test('weights that live in DRAM are read once where their memory holds them, else as often as the array asks; what else does not fit goes along', async (t) => {
  const layer = dense(64, 128);
  const inputs = Array.from({ length: 64 }, () => layer.activations);
  const bytes = async (...set: string[]) =>
    run(await array('weights.home=dram', 'array.dataflow=outputStationary', ...set), layer, inputs).counts.dram!;
  t.is((await bytes()).usefulBytes, 64 * 128 * 2);
  t.is((await bytes('memories.weights.capacity=1 KiB')).usefulBytes, 2 * 64 * 128 * 2);
  const spilled = await bytes('memories.activations.capacity=4 KiB', 'weights.overflow=stream');
  // 2048 of 8192 inputs stay; the others come for both columns of tiles; no output fits beside them
  t.is(spilled.bits.activations, 2 * (8192 - 2048) * 16);
  t.is(spilled.usefulBytes, 64 * 128 * 2 + 2 * (8192 - 2048) * 2 + 64 * 64 * 2);
});

test('a queue without a double-buffered array, a pattern that is none and weights in blocks are refused by name', async (t) => {
  const fault = async (...set: string[]) => {
    const error = await t.throwsAsync(array(...set));
    return error.message;
  };
  t.regex(
    await fault('weightQueue.tiles=4'),
    /weightQueue.*expected array\.doubleBuffered: true and weights\.home: dram/s,
  );
  t.regex(await fault('encoding.pattern=5:4'), /encoding\.pattern.*expected N:M/s);
  t.regex(
    await fault('arithmetic.weight=mxfp4'),
    /arithmetic\.weight.*expected a number format, found weights in blocks .*the EIE does/s,
  );
});

test('a published time of another kind of machine is not set beside its own', async (t) => {
  const layer: Layer = { ...dense(8, 8), published: { timeUs: 1, source: 'a paper', machine: 'eie' } };
  const network = { name: 'n', file: 'n', seed: 1, layers: [layer] };
  const table = await loadEnergyTable('45nm');
  t.false('published' in runNetwork(await array(), network, table).layers[0]);
  t.deepEqual(runNetwork(await loadHardware('eie-64pe'), network, table).layers[0].published, {
    timeUs: 1,
    source: 'a paper',
  });
});

test('the power of an array is told by component, not beside a paper on another machine', async (t) => {
  const network = { name: 'n', file: 'n', seed: 1, layers: [dense(8, 8)] };
  const result = runNetwork(await array(), network, await loadEnergyTable('45nm'));
  const text = renderPower(result);
  t.notRegex(text, /EIE|paper/);
  t.regex(text, /weight SRAM +\d/);
  const [, power] = /all together: ([\d.]+) mW/.exec(text) ?? [];
  t.true(Math.abs(Number(power) / result.totals.averagePowerMw - 1) < 1e-3);
});
