import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { TABLE_5 } from '../../src/papers/eie.ts';
import type { SweepResult } from '../../src/sweep/sweep-result.ts';
import { runCli } from '../run-cli.ts';

/** EIE Table V, FC7 of AlexNet, frames a second: 64 PEs, and the projection to 256 PEs at 28 nm. */
const PUBLISHED = TABLE_5.eie.map(({ framesPerSecond }) => framesPerSecond);

test('one command gives Table V: frames a second within 6 % at 64 PEs and 1 % at 256', async (t) => {
  const out = mkdtempSync(join(tmpdir(), 'picojoule-table5-'));
  const { points } = JSON.parse((await runCli('sweep', 'eie-table5', '--json', '--out', out)).out) as SweepResult;
  const frames = points.map(({ metrics }) => metrics.framesPerSecond!);
  t.true(Math.abs(frames[0] / PUBLISHED[0] - 1) < 0.06, `${frames[0]}`);
  t.true(Math.abs(frames[1] / PUBLISHED[1] - 1) < 0.01, `${frames[1]}`);
});
