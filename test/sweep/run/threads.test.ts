import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { thisThread } from '../../../src/sweep/run/threads.ts';

const layer = generateLayer({ name: 'fc', rows: 8, columns: 8, weightDensity: 0.5, activationDensity: 0.5 }, 1);
const hardware = await loadHardware('eie-64pe');
const send = { name: 'send', given: { layer, inputs: [layer.activations], products: 1 }, made: {}, hardware };

test('in this thread tasks run one after the other, and others are heard between them', async (t) => {
  let [turns, heard] = [0, 0];
  const { execute } = thisThread(() => turns++);
  const tasks = [1, 2, 3].map(async (number) => {
    await execute('pass', send);
    return [number, turns];
  });
  void setImmediate().then(() => heard++);
  t.deepEqual(await Promise.all(tasks), [
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  t.is(heard, 1);
});

test('where nothing more is to be done no task behind begins, and what a task made is not copied', async (t) => {
  let isOver = false;
  const { execute, here } = thisThread(() => {
    if (isOver) throw new Error('over');
  });
  const made = (await here('pass', send)) as { readonly columns: Uint32Array };
  t.false(made.columns.buffer instanceof SharedArrayBuffer);
  isOver = true;
  await t.throwsAsync(execute('pass', send), { message: 'over' });
});
