import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { smallFolder, sweepText } from '../sweep/small-sweep.ts';
import { smallData, smallRecipe } from '../train/small-data.ts';

const module = (name: string) => new URL(`../../src/${name}.js`, import.meta.url).href;

/** Standard output of a program that came as a text. */
function said(cwd: string, code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' });
}

test('a program that came as a text sweeps in threads', (t) => {
  const folder = smallFolder();
  writeFileSync(join(folder, 'sweep.yaml'), sweepText('axes: { clock: [1 GHz, 2 GHz] }\nmetrics: [timeUs]\n'));
  const code = `const { loadSweep, runSweep } = await import('${module('index')}');
    const { progress } = await runSweep(await loadSweep('sweep.yaml'), { jobs: 2 });
    console.log(progress);`;
  t.is(said(folder, code), '{ done: 2, of: 2, failed: 0 }\n');
});

test('and trains in threads', (t) => {
  const folder = smallData(40, 20);
  writeFileSync(join(folder, 'recipe.yaml'), smallRecipe('\n  - train: { epochs: 1 }', 'batchParts: 2'));
  const code = `const { loadTraining, runTraining } = await import('${module('index')}');
    const { result } = await runTraining(await loadTraining('recipe.yaml'), { jobs: 2 });
    console.log(result.stages.map(({ name }) => name));`;
  t.is(said(folder, code), "[ 'train' ]\n");
});

test('and runs the program, which has a thread of its own where it writes files', (t) => {
  const code = `process.argv.push('picojoule', 'run', 'eie-64pe', 'network.yaml', '--out', 'out');
    await import('${module('bin')}');`;
  t.regex(said(smallFolder(), code), /first/);
});
