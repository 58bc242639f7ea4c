import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { hasLines, program, start } from './program.ts';
import { smallFolder, sweepText } from './small-sweep.ts';

/** Points of a machine that takes a while: the large layer makes a point tens of milliseconds. */
const SLOW_NETWORK =
  'name: slow\nlayers:\n  - name: wide\n    generate: { rows: 6000, columns: 8000, weightDensity: 0.1, activationDensity: 0.4 }\n';
const BODY = 'axes:\n  processingElements: 2..162 step 2\nmetrics: [timeUs, energyPj.total]\n';
const POINTS = 81;

function slowFolder(): string {
  const folder = smallFolder();
  writeFileSync(join(folder, 'network.yaml'), SLOW_NETWORK);
  writeFileSync(join(folder, 'sweep.yaml'), sweepText(BODY));
  return folder;
}

const FILES = ['sweep.json', 'points.csv', 'sensitivity.csv'];

function resultFiles(folder: string): string[] {
  return FILES.map((file) => readFileSync(join(folder, file), 'utf8'));
}

test.serial(
  'killed with -9 in the middle, the same command redoes only what is missing and gives the same bytes',
  async (t) => {
    const folder = slowFolder();
    t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'whole')).code, 0);
    const { process: child, finished } = start(folder, ['sweep', 'sweep.yaml', '--out', 'killed', '--jobs', '2']);
    const journal = join(folder, 'killed', 'points.journal');
    t.true(await hasLines(journal, 4));
    child.kill('SIGKILL');
    await finished;
    const before = readFileSync(journal, 'utf8').trim().split('\n').length - 1;
    t.true(before >= 3 && before < POINTS, `${before} points were on disk`);
    t.deepEqual(readdirSync(join(folder, 'killed')).toSorted(), ['points.journal', 'sweep.lock']);
    t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'killed')).code, 0);
    t.is(readFileSync(journal, 'utf8').trim().split('\n').length - 1, POINTS);
    t.deepEqual(resultFiles(join(folder, 'killed')), resultFiles(join(folder, 'whole')));
  },
);

test.serial('a journal cut to half, a damaged line and a deleted table are made good', async (t) => {
  const folder = slowFolder();
  await program(folder, 'sweep', 'sweep.yaml', '--out', 'o');
  const expected = resultFiles(join(folder, 'o'));
  const journal = join(folder, 'o', 'points.journal');
  truncateSync(journal, Math.floor(readFileSync(journal).length * 0.75));
  rmSync(join(folder, 'o', 'points.csv'));
  writeFileSync(join(folder, 'o', 'sweep.json'), '{');
  t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'o')).code, 0);
  t.deepEqual(resultFiles(join(folder, 'o')), expected);
  const lines = readFileSync(journal, 'utf8').split('\n');
  lines[5] = lines[5].replace(/"timeUs":\d/, '"timeUs":9999');
  writeFileSync(journal, lines.join('\n'));
  appendFileSync(journal, 'half a li');
  t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'o')).code, 0);
  t.deepEqual(resultFiles(join(folder, 'o')), expected);
});

const stopped = test.macro(async (t, ...signals: ('SIGINT' | 'SIGTERM')[]) => {
  const folder = slowFolder();
  await program(folder, 'sweep', 'sweep.yaml', '--out', 'whole');
  const { process: child, finished } = start(folder, ['sweep', 'sweep.yaml', '--out', 'stopped']);
  t.true(await hasLines(join(folder, 'stopped', 'points.journal'), 3));
  for (const signal of signals) {
    child.kill(signal);
    await setTimeout(20);
  }
  const { code, err } = await finished;
  t.is(code, 130);
  const [, done] = /(\d+) of 81 points done; resume with: picojoule sweep sweep\.yaml --out stopped/.exec(err) ?? [];
  t.true(Number(done) >= 2 && Number(done) < POINTS, err);
  t.false(existsSync(join(folder, 'stopped', 'sweep.lock')));
  t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'stopped')).code, 0);
  t.deepEqual(resultFiles(join(folder, 'stopped')), resultFiles(join(folder, 'whole')));
});

test.serial('Ctrl-C stops cleanly, keeps what is done, tells how to resume and exits with 130', stopped, 'SIGINT');
test.serial('so does SIGTERM', stopped, 'SIGTERM');
test.serial('a second Ctrl-C right behind changes nothing', stopped, 'SIGINT', 'SIGINT');

test.serial('of two sweeps in one folder the second refuses and names the process', async (t) => {
  const folder = slowFolder();
  const { process: child, finished } = start(folder, ['sweep', 'sweep.yaml', '--out', 'o']);
  t.true(await hasLines(join(folder, 'o', 'points.journal'), 1));
  child.kill('SIGSTOP'); // alive, however long the second takes to start
  const second = await program(folder, 'sweep', 'sweep.yaml', '--out', 'o');
  child.kill('SIGCONT');
  t.is(second.code, 1);
  t.true(second.err.includes(`another run (process ${child.pid}) works in this folder`), second.err);
  t.is((await finished).code, 0);
});

test.serial(
  'a full disk ends the sweep with the name of the file and no half result; with room again it resumes',
  async (t) => {
    const folder = slowFolder();
    writeFileSync(
      join(folder, 'sweep.yaml'),
      sweepText('axes:\n  clock: 100..1000 MHz step 1\nmetrics: [timeUs, energyPj.total]\n'),
    );
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const limit = mountSmall(disk) ? '' : 'ulimit -f 40;';
    const full = await start(folder, ['sweep', 'sweep.yaml', '--out', 'disk/o'], limit).finished;
    t.is(full.code, 1);
    t.regex(
      full.err,
      /disk\/o\/points\.journal: cannot be written: (the disk is full|the file would be larger than allowed)/,
    );
    t.deepEqual(readdirSync(join(disk, 'o')), ['points.journal']);
    if (limit === '') execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    t.is((await program(folder, 'sweep', 'sweep.yaml', '--out', 'disk/o', '--format', 'json,csv')).code, 0);
    await program(folder, 'sweep', 'sweep.yaml', '--out', 'whole', '--format', 'json,csv');
    t.deepEqual(resultFiles(join(disk, 'o')), resultFiles(join(folder, 'whole')));
    if (limit === '') execFileSync('umount', [disk]);
  },
);

/** A file system of 100 KiB, where that is allowed. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
