import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { dump } from 'npyjs';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { runSweep } from '../../../src/sweep/run-sweep.ts';
import { smallFolder, smallSweep } from '../small-sweep.ts';

/** Three layers, each on the outputs of the one before. */
const CHAIN = `name: chain
chain: true
layers:
  - { name: first, activation: relu, generate: { rows: 96, columns: 64, weightDensity: 0.2, activationDensity: 0.5 } }
  - { name: second, activation: relu, generate: { rows: 40, columns: 96, weightDensity: 0.3, activationDensity: 0.4 } }
  - { name: third, generate: { rows: 10, columns: 40, weightDensity: 0.5, activationDensity: 0.4 } }
`;

function chainFolder(): string {
  const folder = smallFolder();
  writeFileSync(join(folder, 'network.yaml'), CHAIN);
  return folder;
}

test('a point of a network with a graph has exactly the numbers of a run, and so have its layers', async (t) => {
  const config = await smallSweep(
    'layers: true\naxes:\n  activationQueue.depth: [2, 8]\n  clock: [400 MHz, 1 GHz]\n  arithmetic.accumulator: [q7.8, q3.4]\nmetrics: [timeUs, energyPj.total, cycles, saturations.accumulator, inferences.timeUs.mean, inferences.energyPj.maximum]\n',
    chainFolder(),
  );
  const { result } = await runSweep(config, { jobs: 0 });
  for (const { axes, metrics, layers } of result!.points) {
    const set = Object.entries(axes).map(([key, value]) => `${key}=${value}${key === 'clock' ? ' Hz' : ''}`);
    const hardware = await loadHardware('eie-64pe', { set });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const run = runNetwork(hardware, await loadNetwork(config.network), table);
    t.deepEqual(metrics, {
      timeUs: run.totals.timeUs,
      'energyPj.total': run.totals.energyPj.total,
      cycles: run.totals.cycles,
      'saturations.accumulator': run.totals.saturations.accumulator,
      'inferences.timeUs.mean': run.inferences!.timeUs.mean,
      'inferences.energyPj.maximum': run.inferences!.energyPj.maximum,
    });
    t.deepEqual(
      layers?.map((layer) => [layer.name, layer.metrics['energyPj.total']]),
      run.layers.map((layer) => [layer.name, layer.energyPj.total]),
    );
  }
});

test('clock and prices do not execute a network with a graph again', async (t) => {
  const config = await smallSweep(
    'axes:\n  clock: 1..9 GHz step 1 GHz\n  energy.override.pointers.read: [1 pJ, 2 pJ]\n  activationQueue.depth: [2, 4]\nmetrics: [timeUs]\n',
    chainFolder(),
  );
  const { result, ran } = await runSweep(config, { jobs: 0 });
  t.like(result?.passes, { network: 1, encode: 2, timing: 2, numeric: 2, charge: 36 });
  t.deepEqual(ran, result?.passes);
});

test('workers give the same record of a network with a graph', async (t) => {
  const config = await smallSweep(
    'layers: true\naxes:\n  processingElements: [2, 4]\n  seed: [1, 2]\nmetrics: [timeUs, energyPj.total]\n',
    chainFolder(),
  );
  const [alone, shared] = [await runSweep(config, { jobs: 0 }), await runSweep(config, { jobs: 2 })];
  t.deepEqual(shared.result, alone.result);
});

test('accuracy is a metric where the network has labels', async (t) => {
  const folder = chainFolder();
  const images = Float32Array.from({ length: 4 * 64 }, (_, k) => ((k * 7) % 11) / 4);
  writeFileSync(join(folder, 'x.npy'), new Uint8Array(dump(images, [4, 64])));
  writeFileSync(join(folder, 'y.npy'), new Uint8Array(dump(Float32Array.of(0, 1, 2, 3), [4])));
  writeFileSync(
    join(folder, 'network.yaml'),
    CHAIN.replace('chain: true', 'chain: true\ninputs: x.npy\nlabels: y.npy'),
  );
  const config = await smallSweep(
    'axes:\n  arithmetic.accumulator: [q7.8, q1.2]\n  clock: [1 GHz, 2 GHz]\nmetrics: { top5: inferences.accuracy.top5, original: inferences.accuracy.originalTop5 }\n',
    folder,
  );
  const { result } = await runSweep(config, { jobs: 0 });
  for (const { axes, metrics } of result!.points) {
    const hardware = await loadHardware('eie-64pe', {
      set: [`arithmetic.accumulator=${axes['arithmetic.accumulator']}`],
    });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const { inferences } = runNetwork(hardware, await loadNetwork(config.network), table);
    t.is(inferences?.count, 4);
    t.deepEqual(metrics, { top5: inferences?.accuracy?.top5, original: inferences?.accuracy?.originalTop5 } as never);
  }
});

test('without labels the accuracy has no value, and a warning says so', async (t) => {
  const config = await smallSweep('axes:\n  clock: [1 GHz]\nmetrics: [inferences.accuracy.top1]\n', chainFolder());
  const { result } = await runSweep(config, { jobs: 0 });
  t.is(result?.points[0].metrics['inferences.accuracy.top1'], null);
  t.true(result?.warnings.includes('metric inferences.accuracy.top1 has no value at any point'));
});
