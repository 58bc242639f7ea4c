import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { loadNetwork } from '../../../src/run/load/load-network.ts';

const NETWORK =
  'name: n\nlayers:\n  - { name: fc, generate: { rows: 100, columns: 100, weightDensity: 0.5, activationDensity: 1 } }\n';
const load = (limitBytes: number) =>
  loadNetwork({ ...memoryFiles({ 'n.yaml': NETWORK }), memory: { limitBytes } }, 'n.yaml');

test('memory for generated layers is asked before it is taken, and an option raises the limit', async (t) => {
  const error = await t.throwsAsync(load(10_000));
  t.regex(
    error.message,
    /1 layer of n with 0\.005 million weights.*: .* a larger --memory-limit raises that \[MEMORY_BUDGET\]/,
  );
  t.is((await load(100_000)).layers.length, 1);
});

test('a layer that a weight file has not is told where the network asks for it', async (t) => {
  const files = memoryFiles({
    'n.yaml': 'name: n\nlayers:\n  - { name: fc, weights: { file: w.mtx, layer: fc3 } }\n',
    'w.mtx': '%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 0.5\n',
  });
  await t.throwsAsync(loadNetwork(files, 'n.yaml'), { message: /w\.mtx fc: no layer "fc3" in w\.mtx \(known: w/ });
});
