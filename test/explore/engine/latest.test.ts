import test from 'ava';
import { latest } from '../../../src/explore/engine/latest.ts';

/** Work that ends when the test says so. */
function work() {
  const begun: { readonly question: string; readonly signal: AbortSignal; readonly end: () => void }[] = [];
  const does = (question: string, signal: AbortSignal) =>
    new Promise<void>((resolve) => begun.push({ question, signal, end: resolve }));
  return { begun, does };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('of questions that come too fast the last one is answered, and those in between are never begun', async (t) => {
  const { begun, does } = work();
  const { ask } = latest(does, () => 0);
  for (const question of ['a', 'b', 'c', 'd']) ask(question);
  t.deepEqual(
    begun.map(({ question }) => question),
    ['a'],
  );
  t.true(begun[0].signal.aborted);
  begun[0].end();
  await turn();
  t.deepEqual(
    begun.map(({ question }) => question),
    ['a', 'd'],
  );
  t.false(begun[1].signal.aborted);
});

test('who drags without a pause sees a picture all the same: what is under way for long is not given up', async (t) => {
  let time = 0;
  const { begun, does } = work();
  const { ask } = latest(does, () => time);
  ask('a');
  time = 1000;
  ask('b');
  t.false(begun[0].signal.aborted);
  begun[0].end();
  await turn();
  t.is(begun[1].question, 'b');
  ask('c');
  t.true(begun[1].signal.aborted);
});

test('what goes on behind an answer is given up when something newer is asked', async (t) => {
  const { begun, does } = work();
  const { ask } = latest(does, () => 0);
  ask('a');
  begun[0].end();
  await turn();
  t.false(begun[0].signal.aborted);
  ask('b');
  t.true(begun[0].signal.aborted);
  t.is(begun[1].question, 'b');
});

test('what goes on behind an answer is given up too when something newer was asked before the answer came', async (t) => {
  let time = 0;
  const { begun, does } = work();
  const { ask } = latest(does, () => time);
  ask('a');
  time = 1000;
  // the picture is so old that 'a' is waited for
  ask('b');
  begun[0].end();
  await turn();
  t.true(begun[0].signal.aborted);
  t.is(begun[1].question, 'b');
  t.false(begun[1].signal.aborted);
});
