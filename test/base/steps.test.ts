import test from 'ava';
import { drain, drainInterruptibly, type Steps } from '../../src/base/steps.ts';

function* count(to: number): Steps<number> {
  let sum = 0;
  for (let step = 1; step <= to; step++) {
    sum += step;
    yield;
  }
  return sum;
}

function* forever(): Steps<never> {
  for (;;) yield;
}

test('both ways give the result of the last step', async (t) => {
  t.is(drain(count(100)), 5050);
  t.is(await drainInterruptibly(count(100), new AbortController().signal), 5050);
});

test('an endless computation ends when the signal is aborted', async (t) => {
  const controller = new AbortController();
  setImmediate(() => {
    controller.abort(new Error('enough'));
  });
  await t.throwsAsync(drainInterruptibly(forever(), controller.signal), { message: 'enough' });
});
