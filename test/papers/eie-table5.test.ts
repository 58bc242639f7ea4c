import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { SweepResult } from '../../src/sweep/sweep-result.ts';
import { runCli } from '../run-cli.ts';

/** EIE Table V, FC7 of AlexNet, frames a second: 64 PEs, and the projection to 256 PEs at 28 nm. */
const PUBLISHED = [81_967, 426_230];

test('one command gives Table V: frames a second within 6 % at 64 PEs and 1 % at 256, as DEVIATIONS.md tells', async (t) => {
  const out = mkdtempSync(join(tmpdir(), 'picojoule-table5-'));
  const { points } = JSON.parse((await runCli('sweep', 'eie-table5', '--json', '--out', out)).out) as SweepResult;
  const frames = points.map(({ metrics }) => metrics.framesPerSecond!);
  t.true(Math.abs(frames[0] / PUBLISHED[0] - 1) < 0.06, `${frames[0]}`);
  t.true(Math.abs(frames[1] / PUBLISHED[1] - 1) < 0.01, `${frames[1]}`);
  const text = readFileSync('DEVIATIONS.md', 'utf8');
  for (const [k, paper] of PUBLISHED.entries())
    t.true(text.includes(`| ${thousands(frames[k])} | ${thousands(paper)} |`), thousands(frames[k]));
});

function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
