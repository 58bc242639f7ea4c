import { createHash } from 'node:crypto';
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

/** A network of one matrix file, and a sweep over it. */
async function weightSweep(folder: string, values: readonly number[]) {
  const lines = values.map((value, k) => `${k + 1} ${k + 1} ${value}`);
  writeFileSync(
    join(folder, 'w.mtx'),
    `%%MatrixMarket matrix coordinate real general\n8 8 ${values.length}\n${lines.join('\n')}\n`,
  );
  writeFileSync(join(folder, 'network.yaml'), 'name: n\nlayers:\n  - { name: w, weights: { file: w.mtx } }\n');
  return smallSweep(`axes:\n  clock: [1 GHz, 2 GHz]\nmetrics: [multiplyAccumulates]\n`, folder);
}

test('a changed weight file is noticed by its bytes, and named; asked for again the sweep keeps no old point', async (t) => {
  const base = smallFolder();
  const out = folder();
  await runSweep(await weightSweep(base, [1, 2, 3]), { jobs: 0, folder: out });
  const config = await weightSweep(base, [1, 2, 3, 4]);
  const error = await t.throwsAsync(runSweep(config, { jobs: 0, folder: out }));
  t.regex(error?.message ?? '', /changed: file\.w\.mtx \(was "[0-9a-f]{32}", is "[0-9a-f]{32}"\)\./);
  const { result } = await runSweep(config, { jobs: 0, folder: out, fresh: true });
  t.deepEqual(
    result?.points.map(({ metrics }) => metrics.multiplyAccumulates),
    [4, 4],
  );
});

test('a weight file that changes while the sweep runs ends it, and no point of the new file is kept', async (t) => {
  const base = smallFolder();
  const out = folder();
  const config = await weightSweep(base, [1, 2, 3]);
  const error = await t.throwsAsync(
    runSweep(config, {
      jobs: 0,
      folder: out,
      onProgress: () => writeFileSync(join(base, 'w.mtx'), '%%MatrixMarket matrix coordinate real general\n8 8 0\n'),
    }),
  );
  t.regex(error?.message ?? '', /w\.mtx: changed while the sweep ran; run it again/);
  t.is(readFileSync(join(out, 'points.journal'), 'utf8').trim().split('\n').length, 1);
});

test('a line of the journal of another sweep is not believed', async (t) => {
  const base = smallFolder();
  const [mine, other] = [folder(), folder()];
  const body = (depth: number) =>
    `set: { activationQueue.depth: ${depth} }\naxes:\n  clock: [1 GHz, 2 GHz]\nmetrics: [cycles]\n`;
  const { result } = await runSweep(await smallSweep(body(8), base), { jobs: 0, folder: mine });
  await runSweep(await smallSweep(body(2), base), { jobs: 0, folder: other });
  const [head, ...lines] = readFileSync(join(mine, 'points.journal'), 'utf8').trim().split('\n');
  const [, ...foreign] = readFileSync(join(other, 'points.journal'), 'utf8').trim().split('\n');
  writeFileSync(join(mine, 'points.journal'), `${[head, lines[0], ...foreign].join('\n')}\n`);
  const again = await runSweep(await smallSweep(body(8), base), { jobs: 0, folder: mine });
  t.is(again.ran.charge, 1);
  t.deepEqual(again.result, result);
});

test('a line with a right checksum that is no point of the sweep is not believed', async (t) => {
  const out = folder();
  const config = await smallSweep(`axes:\n  clock: [1 GHz, 2 GHz]\nmetrics: [cycles]\n`);
  const { result } = await runSweep(config, { jobs: 0, folder: out });
  const file = join(out, 'points.journal');
  const head = readFileSync(file, 'utf8').split('\n')[0];
  const sha = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
  const key = sha(head.slice(17));
  t.is(key, head.slice(0, 16));
  for (const record of [
    null,
    7,
    {},
    { index: 0 },
    { index: 99, axes: { clock: 1e9 }, metrics: {} },
    { index: 0, axes: { clock: 1e9 }, metrics: { cycles: 'many' } },
  ]) {
    const json = JSON.stringify(record);
    writeFileSync(file, `${head}\n${sha(key + json)} ${json}\n`);
    t.deepEqual((await runSweep(config, { jobs: 0, folder: out })).result, result, json);
  }
});
