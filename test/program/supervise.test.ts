import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { start } from '../sweep/program.ts';
import { smallFolder, sweepText } from '../sweep/small-sweep.ts';

/** One layer that takes far longer to draw at random and to simulate than this test waits. */
const WIDE =
  'name: wide\nlayers:\n  - name: wide\n    generate: { rows: 30000, columns: 30000, weightDensity: 0.3, activationDensity: 0.9 }\n';

const stopped = test.macro(async (t, signal: 'SIGINT' | 'SIGTERM') => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-stop-'));
  writeFileSync(join(folder, 'wide.yaml'), WIDE);
  const { process: child, finished } = start(folder, ['run', 'eie-64pe', 'wide.yaml', '--out', 'o']);
  await setTimeout(1500);
  child.kill(signal);
  const { code, out, err } = await finished;
  t.is(code, 130, err);
  t.is(out, '');
  t.deepEqual(readdirSync(folder), ['wide.yaml']);
});

test.serial('Ctrl-C ends a run in the middle of one layer with 130, and nothing is written', stopped, 'SIGINT');
test.serial('so does SIGTERM', stopped, 'SIGTERM');

test.serial('a run that writes nothing ends at once, by the signal itself', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-stop-'));
  writeFileSync(join(folder, 'wide.yaml'), WIDE);
  const { process: child } = start(folder, ['run', 'eie-64pe', 'wide.yaml']);
  await setTimeout(1500);
  child.kill('SIGINT');
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  t.is(signal, 'SIGINT');
});

const BIN = resolve('build/src/bin.js');

/** Runs the program by a line of bash, in which $P stands for it. */
function bash(folder: string, line: string): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, P: `${process.execPath} ${BIN}` },
  });
  return { status, out: stdout, err: stderr };
}

const onFullDevice = existsSync('/dev/full') ? test : test.skip;
onFullDevice('a result that cannot be printed is one line and exit 1', (t) => {
  const { status, err } = bash(smallFolder(), '$P run eie-64pe network.yaml --json >/dev/full');
  t.is(status, 1);
  t.deepEqual(
    err.split('\n').filter((line) => line !== '' && !line.startsWith('warning:')),
    ['standard output: cannot be written: the disk is full'],
  );
});

test('a reader of standard output that goes away is no error', (t) => {
  const { out, err } = bash(
    smallFolder(),
    'set -o pipefail; $P run eie-64pe network.yaml --json | head -c 5; code=$?; echo; echo $code',
  );
  t.is(out, '{\n  "\n0\n');
  t.notRegex(err, /EPIPE/);
});

test('a reader of standard error that goes away does not end a sweep', (t) => {
  const folder = smallFolder();
  writeFileSync(
    join(folder, 'sweep.yaml'),
    sweepText('axes:\n  processingElements: [0, 1, 2, 4]\nmetrics: [timeUs]\n'),
  );
  const { out } = bash(folder, '{ $P sweep sweep.yaml --out o; echo $? >&3; } 3>&1 >/dev/null 2> >(exec 0<&-)');
  t.is(out, '1\n');
  t.true(existsSync(join(folder, 'o', 'sweep.json')));
});
