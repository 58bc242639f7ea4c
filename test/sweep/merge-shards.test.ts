import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { SweepConfig } from '../../src/sweep/config/sweep.ts';
import { mergeShards, shardFolder } from '../../src/sweep/merge-shards.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { smallSweep } from './small-sweep.ts';

const BODY =
  'layers: true\naxes:\n  processingElements: [0, 2, 4]\n  activationQueue.depth: [2, 8]\nmetrics: [timeUs, energyPj.total]\npareto: [timeUs, energyPj.total]\n';

function runShard(config: SweepConfig, out: string, index: number, of: number) {
  return runSweep(config, { jobs: 0, folder: shardFolder(out, { index, of }), shard: { index, of } });
}

test('three shards merged are the record of one run, failed points too', async (t) => {
  const config = await smallSweep(BODY);
  const out = mkdtempSync(join(tmpdir(), 'picojoule-shards-'));
  for (const index of [2, 0, 1]) t.is((await runShard(config, out, index, 3)).result, undefined);
  const { result } = await runSweep(config, { jobs: 0 });
  t.deepEqual(await mergeShards([out]), result!);
  t.deepEqual(await mergeShards([0, 1, 2].map((index) => shardFolder(out, { index, of: 3 }))), result!);
});

test('a missing shard is told with the points that are missing', async (t) => {
  const config = await smallSweep(BODY);
  const out = mkdtempSync(join(tmpdir(), 'picojoule-shards-'));
  await runShard(config, out, 0, 2);
  const error = await t.throwsAsync(mergeShards([out]));
  t.regex(error?.message ?? '', /expected all 6 points, 3 are missing \(1, 3, 5\)/);
});

test('shards of different sweeps are not merged', async (t) => {
  const out = mkdtempSync(join(tmpdir(), 'picojoule-shards-'));
  await runShard(await smallSweep(BODY), out, 0, 2);
  await runShard(await smallSweep(BODY.replace('[2, 8]', '[2, 9]')), out, 1, 2);
  const error = await t.throwsAsync(mergeShards([out]));
  t.regex(error?.message ?? '', /found other inputs: sweep\.axes\.activationQueue\.depth\.values/);
});

test('a folder without points is no shard', async (t) => {
  const error = await t.throwsAsync(mergeShards([mkdtempSync(join(tmpdir(), 'picojoule-shards-'))]));
  t.regex(error?.message ?? '', /expected the folder of a sweep or of its shards, found no points/);
});
