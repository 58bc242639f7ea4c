import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { executionOf } from '../../../src/sweep/plan/execution.ts';

const config = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'n.yaml');
  writeFileSync(file, text);
  return file;
};
const layer = (rows: number) =>
  `{ name: fc, generate: { rows: ${rows}, columns: 65536, weightDensity: 0.5, activationDensity: 1 } }`;

test('layers by themselves are no graph, whatever file holds them', async (t) => {
  t.is(await executionOf('eie-benchmark', {}), 'alone');
  t.is(await executionOf(config(`name: n\nlayers: [${layer(4)}]\n`), {}), 'alone');
  t.is(await executionOf('test/data/language-models/qwen3-yarn', {}), 'alone');
  t.is(await executionOf('test/data/gguf/models/qwen3.gguf', {}), 'alone');
});

test('layers that memory cannot hold are refused before a point runs; with a density at which it can they are not', async (t) => {
  const layers = Array.from({ length: 1000 }, (_, k) => layer(16384).replace('fc', `fc${k}`));
  const file = config(`name: n\nlayers: [${layers.join(', ')}]\n`);
  await t.throwsAsync(executionOf(file, {}), {
    message: /1000 layers of n with 537000 million weights, all of which this command holds at once/,
  });
  t.is(await executionOf(file, { generate: { weightDensity: 1e-6 } }), 'alone');
});

test('of graphs it is told whether they may keep keys and values', async (t) => {
  const inputShapes = { sequence_length: [1], past_sequence_length: [4], total_sequence_length: [5] };
  t.is(await executionOf('test/network/graph/fixtures/decoder/decoder.onnx', { inputShapes }), 'attending');
  t.is(await executionOf(config(`name: n\nchain: true\nlayers: [${layer(4)}]\n`), {}), 'whole');
});
