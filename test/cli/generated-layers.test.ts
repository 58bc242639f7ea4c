import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-generated-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const network = (weightDensity: number, activationDensity: number, values: number) =>
  file(
    'net.yaml',
    `name: n\nseed: 3\nlayers:\n  - name: a\n    generate: { rows: 200, columns: 300, weightDensity: ${weightDensity}, activationDensity: ${activationDensity}, codebookValues: ${values} }\n`,
  );
const layersOf = async (...words: string[]) => {
  const { code, out, err } = await runCli('run', 'eie-64pe', ...words, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out).layers;
};

test('densities and values of generated layers by option give what the same in the file gives', async (t) => {
  const stated = await layersOf(network(0.2, 0.4, 7));
  const chosen = ['--weight-density', '20%', '--activation-density', '0.4', '--codebook-values', '7'];
  t.deepEqual(await layersOf(network(0.05, 1, 15), ...chosen), stated);
  t.notDeepEqual(await layersOf(network(0.05, 1, 15)), stated);
});

test('weights that are in a file cannot be drawn with another density', async (t) => {
  const weights = file('w.mtx', '%%MatrixMarket matrix coordinate real general\n2 3 1\n2 3 0.5\n');
  for (const option of ['--weight-density', '--codebook-values']) {
    const { code, err } = await runCli('run', 'eie-64pe', weights, option, '1');
    t.is(code, 1);
    t.regex(err, /w\.mtx.*no generated layers/);
  }
});
