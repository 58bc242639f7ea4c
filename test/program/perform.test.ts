import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import type { FromWork } from '../../src/program/messages.ts';

test('a command that gives up because it was asked to ends quietly and writes nothing', async (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'picojoule-stop-')), 'o');
  const worker = new Worker(resolve('build/src/bin.js'), {
    argv: ['machines', '--layer', 'Alex-7', '--skip-crossover', '--out', folder],
    workerData: { columns: undefined, interactive: false },
  });
  const said: FromWork[] = [];
  worker.on('message', (message: FromWork) => said.push(message));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  worker.postMessage('stop');
  const status = await new Promise((done, failed) => worker.on('exit', done).on('error', failed));
  t.is(status, 0);
  t.true(said.some(({ kind }) => kind === 'stopping'));
  t.deepEqual(
    said.filter(({ kind }) => kind === 'out' || kind === 'err'),
    [],
  );
  t.deepEqual(readdirSync(join(folder, '..')), []);
});
