import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { hasGraph } from '../../../src/sweep/plan/has-graph.ts';

const config = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'n.yaml');
  writeFileSync(file, text);
  return file;
};
const layer = (rows: number) =>
  `{ name: fc, generate: { rows: ${rows}, columns: 65536, weightDensity: 0.5, activationDensity: 1 } }`;

test('layers by themselves are no graph, whatever file holds them', async (t) => {
  t.false(await hasGraph('eie-benchmark', {}));
  t.false(await hasGraph(config(`name: n\nlayers: [${layer(4)}]\n`), {}));
  t.false(await hasGraph('test/data/language-models/qwen3-yarn', {}));
  t.false(await hasGraph('test/data/gguf/models/qwen3.gguf', {}));
});

test('layers that memory cannot hold are refused before a point runs; with a density at which it can they are not', async (t) => {
  const layers = Array.from({ length: 1000 }, (_, k) => layer(16384).replace('fc', `fc${k}`));
  const file = config(`name: n\nlayers: [${layers.join(', ')}]\n`);
  await t.throwsAsync(hasGraph(file, {}), {
    message: /1000 layers of n with 537000 million weights, all of which this command holds at once/,
  });
  t.false(await hasGraph(file, { generate: { weightDensity: 1e-6 } }));
});
