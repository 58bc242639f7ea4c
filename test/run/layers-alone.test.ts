import test from 'ava';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { runNetwork } from '../../src/run/run-network.ts';

const layer = (name: string, rows: number, columns: number) =>
  generateLayer({ name, rows, columns, weightDensity: 0.2, activationDensity: 0.5 }, 1);

const runOf = async (layers: ReturnType<typeof layer>[], ...set: string[]) => {
  const hardware = await loadHardware('eie-64pe', { set });
  return runNetwork(hardware, { name: 'some', file: 'some.yaml', seed: 1, layers }, await loadEnergyTable('45nm'));
};

test('layers that nothing connects are no inference, and the text says whose energy it is; one layer is one', async (t) => {
  const two = await runOf([layer('a', 80, 90), layer('b', 70, 60)]);
  t.deepEqual([two.totals.inferencesPerSecond, two.totals.inferencesPerJoule], [null, null]);
  t.true(two.network.layersAlone);
  t.regex(renderReport(two, 120), /Energy of all 2 layers, each by itself/);
  t.notRegex(renderReport(two, 120), /inferences\/s|per inference/);
  const one = await runOf([layer('a', 80, 90)]);
  t.is(one.totals.inferencesPerSecond, 1e6 / one.totals.timeUs);
  t.regex(renderReport(one, 120), /Energy per inference/);
});

test('accumulators, inputs and activation words of a PE are checked against its registers and memory, and overflow decides', async (t) => {
  // 64 PEs with 64 registers and 1024 activations each
  const long = [layer('outputs', 4097, 64), layer('inputs', 64, 4097), layer('fits', 4096, 4096)];
  const { warnings } = await runOf(long);
  t.deepEqual(
    warnings.filter((warning) => warning.includes('each PE')),
    [
      'outputs: 65 accumulators on each PE, its destination registers are 64; simulated as if it fitted',
      'inputs: 65 inputs on each PE, its source registers are 64; simulated as if it fitted',
    ],
  );
  await t.throwsAsync(runOf(long, 'weights.overflow=error'), { message: /outputs: 65 accumulators/ });
  const small = await runOf([layer('both', 64, 20_000)], 'memories.activations.capacity=512 byte');
  t.true(
    small.warnings.some((warning) =>
      warning.includes('80 words of activations on each PE, the activation memory holds 64'),
    ),
  );
});
