import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { collectGarbage } from '../../src/node/collect-garbage.ts';

test('what nothing holds is freed at once', async (t) => {
  const freed = new Promise((resolve) => {
    const registry = new FinalizationRegistry(resolve);
    registry.register({ size: new Float64Array(1e6) }, 'freed', registry);
    t.teardown(() => registry.unregister(registry));
  });
  // a turn later nothing of this function's own holds it
  await new Promise(setImmediate);
  collectGarbage();
  t.is(await freed, 'freed');
});

test('code that was compiled before is still taken after', (t) => {
  collectGarbage();
  const cachedData = readFileSync('dist/program.cache');
  t.false(new Script(readFileSync('dist/program.js', 'latin1'), { cachedData }).cachedDataRejected);
});

test('threads that collect at the same time do not take the function from each other', async (t) => {
  const file = new URL('../../src/node/collect-garbage.js', import.meta.url);
  const code = `import(${JSON.stringify(file.href)}).then(({ collectGarbage }) => collectGarbage());`;
  const ended = Array.from({ length: 8 }, () => {
    const worker = new Worker(code, { eval: true });
    return new Promise<number>((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  });
  t.deepEqual(await Promise.all(ended), new Array(8).fill(0));
});
