import test from 'ava';
import fc from 'fast-check';
import { randomStream } from '../../../src/base/random.ts';
import { distinctFloats, distinctFloatsTwin } from '../../../src/kernels/weights/distinct-floats.ts';
import { manyFloats } from './random-floats.ts';

const bySet = (values: Float32Array) => new Set(values.filter((value) => value !== 0)).size;

/** Enough of them for the kernel. */
const LENGTH = 2 ** 16 + 5;

test('the twin counts what a set holds, zeros left out', (t) => {
  fc.assert(
    fc.property(manyFloats, (values) => {
      t.is(distinctFloatsTwin(values), bySet(values));
    }),
  );
});

test('so does the kernel, with few and with many different values, of few and of all exponents', (t) => {
  const next = randomStream(1);
  const bits = new Uint32Array(LENGTH);
  const lists: Record<string, (k: number) => number> = {
    few: () => (next() % 16) - 8,
    many: () => next() / 2 ** 31 - 1,
    'one value': () => 0.25,
    'one value and zeros': (k) => (k % 2 === 0 ? 0.25 : k % 3 === 0 ? -0 : 0),
    'subnormal ones': () => (next() % 1000) * 2 ** -149,
    'all patterns': (k) => {
      bits[k] = next();
      const value = new Float32Array(bits.buffer)[k];
      return Number.isFinite(value) ? value : 1;
    },
  };
  for (const [name, draw] of Object.entries(lists)) {
    const values = Float32Array.from({ length: LENGTH }, (_, k) => draw(k));
    t.is(distinctFloats(values), bySet(values), name);
  }
});

test('more values than one piece of memory takes', (t) => {
  const values = Float32Array.from({ length: 2 ** 21 }, (_, k) => (k % 1_500_000) / 2 ** 21);
  t.is(distinctFloats(values), 1_499_999);
});
