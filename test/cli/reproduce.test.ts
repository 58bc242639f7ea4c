import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { paperDocuments } from '../../src/reproduce/documents.ts';
import type { ReproductionResult } from '../../src/reproduce/record.ts';
import { sharedPath, testWithData } from '../oracles/shared-folder.ts';
import { runCli } from '../run-cli.ts';

test('reproduce list tells every paper, what it computes, and the options that give it data', async (t) => {
  const { code, out } = await runCli('reproduce', 'list');
  t.is(code, 0);
  for (const { name, data } of paperDocuments) {
    t.regex(out, new RegExp(`^${name}$`, 'm'));
    for (const { option } of data) t.true(out.includes(`--${option}: `), option);
  }
});

test('an unknown paper is told with the known ones', async (t) => {
  const { code, err } = await runCli('reproduce', 'eye');
  t.is(code, 1);
  t.regex(err, /no paper "eye" \(known: .*tpu-v1; did you mean "eie"\?\)/);
});

test('without a change nothing moves, and --fail-over ends with 0; the folder holds record, rows and page', async (t) => {
  const out = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'tpu');
  const { code, err } = await runCli('reproduce', 'tpu-v1', '--fail-over', '--out', out, '--format', 'md,csv,html,tex');
  t.is(code, 0, err);
  for (const file of [
    'reproduction.json',
    'rows.csv',
    'claims.csv',
    'result.md',
    'report.html',
    'tpu-v1-table-3-throughput.tex',
  ])
    t.true(existsSync(join(out, file)), file);
  t.regex(readFileSync(join(out, 'rows.csv'), 'utf8'), /^tpu-v1\/table-3\/mlp0\/active,/m);
  const again = await runCli('plot', out, 'tpu-v1-table-3', '--format', 'svg', '--out', join(out, 'charts'));
  t.is(again.code, 0, again.err);
  t.true(existsSync(join(out, 'charts', 'tpu-v1-table-3.svg')));
});

test('a slower clock moves the shares of the TPU: --fail-over names the rows, says how far, and ends with 1', async (t) => {
  const { code, err, out } = await runCli('reproduce', 'tpu-v1', '--set', 'clock=500 MHz', '--fail-over', '--json');
  t.is(code, 1);
  t.regex(err, /^moved: tpu-v1\/table-3\/mlp0\/active: [\d.]+ % \(tolerance 0.5 %\)$/m);
  t.regex(err, /\d+ rows moved by more than their tolerance/);
  const { moved, set } = JSON.parse(out) as ReproductionResult;
  t.true(moved.includes('tpu-v1/table-3/mlp0/active'));
  t.deepEqual(set, ['clock=500 MHz']);
});

test('what a paper cannot use is refused, and not ignored', async (t) => {
  t.regex((await runCli('reproduce', 'horowitz', '--set', 'clock=1 GHz')).err, /horowitz: is of no machine/);
  t.regex((await runCli('reproduce', 'tpu-v1', '--fc8', 'x')).err, /fc8: tpu-v1 does not read it/);
  const lonely = await runCli('reproduce', 'deep-compression', '--squeezenet', 'x.net');
  t.is(lonely.code, 2);
  t.regex(lonely.err, /--squeezenet does nothing without --squeezenet-prototxt/);
  t.regex((await runCli('reproduce', 'deep-compression', '--lenet-5', 'no-such')).err, /no-such.*no such file/);
});

const masks = sharedPath('data', 'eyeriss-v2-pe');
testWithData(masks)(
  'with the masks the cycles of a PE of Eyeriss v2 are those of its authors, to the last',
  async (t) => {
    const { code, out } = await runCli('reproduce', 'sparseloop-eyeriss-v2', '--mobilenet', masks, '--json');
    t.is(code, 0);
    const [{ rows }] = (JSON.parse(out) as ReproductionResult).sections;
    for (const { published, ours } of rows) t.is(ours[0], published);
  },
);
