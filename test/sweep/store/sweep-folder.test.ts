import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runSweep } from '../../../src/sweep/run-sweep.ts';
import { smallFolder, smallSweep } from '../small-sweep.ts';

const METRICS = 'metrics: [timeUs]\n';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'picojoule-out-'));
}

test('a finished sweep run again does nothing and gives the same record', async (t) => {
  const config = await smallSweep(`axes:\n  clock: [1 GHz, 2 GHz]\n${METRICS}`);
  const out = folder();
  const first = await runSweep(config, { jobs: 0, folder: out });
  const second = await runSweep(config, { jobs: 0, folder: out });
  t.is(second.ran.charge, 0);
  t.deepEqual(second.result, first.result);
});

test('failed points are tried again, the others are not', async (t) => {
  const config = await smallSweep(`axes:\n  processingElements: [0, 1, 2]\n${METRICS}`);
  const out = folder();
  await runSweep(config, { jobs: 0, folder: out });
  const { ran, progress } = await runSweep(config, { jobs: 0, folder: out });
  t.is(ran.charge, 0);
  t.deepEqual(progress, { done: 3, of: 3, failed: 1 });
});

const changed = test.macro({
  async exec(t, body: string, message: RegExp) {
    const base = smallFolder();
    const out = folder();
    await runSweep(await smallSweep(`axes:\n  clock: [1 GHz, 2 GHz]\n${METRICS}`, base), { jobs: 0, folder: out });
    const config = await smallSweep(body, base);
    const error = await t.throwsAsync(runSweep(config, { jobs: 0, folder: out }));
    t.regex(error?.message ?? '', message);
    t.is((await runSweep(config, { jobs: 0, folder: out, fresh: true })).ran.charge, 2);
  },
  title: (_, __: string, message: RegExp) =>
    `a folder with other inputs is refused and they are named (${message.source}); --fresh starts over`,
});

test(
  changed,
  `axes:\n  clock: [1 GHz, 3 GHz]\n${METRICS}`,
  /changed: sweep\.axes\.clock\.values \(was \[1000000000,2000000000\], is \[1000000000,3000000000\]\)/,
);
test(
  changed,
  `set: { processingElements: 32 }\naxes:\n  clock: [1 GHz, 2 GHz]\n${METRICS}`,
  /changed: hardware\.processingElements \(was 64, is 32\)/,
);
test(changed, `axes:\n  clock: [1 GHz, 2 GHz]\nmetrics: [cycles]\n`, /sweep\.metrics/);
test(changed, `seed: 7\naxes:\n  clock: [1 GHz, 2 GHz]\n${METRICS}`, /changed: sweep\.seed \(was null, is 7\)/);

test('a changed network file is noticed', async (t) => {
  const base = smallFolder();
  const out = folder();
  const body = `axes:\n  clock: [1 GHz]\n${METRICS}`;
  await runSweep(await smallSweep(body, base), { jobs: 0, folder: out });
  const file = join(base, 'network.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('rows: 40', 'rows: 41'));
  const error = await t.throwsAsync(runSweep(await smallSweep(body, base), { jobs: 0, folder: out }));
  t.regex(error?.message ?? '', /changed: network\.network\.yaml/);
});
