import test from 'ava';
import fc from 'fast-check';
import {
  firstInfinite,
  putSentNumbers,
  sentNumbers,
  sentNumbersTwin,
} from '../../../src/kernels/items/sent-columns.ts';

const VALUES = [0, -0, 1, -1, 0.25, -3e-45, 3e38, 7];

const inputs = fc
  .record({ length: fc.constantFrom(0, 1, 511, 512, 513, 514, 515, 4096), seed: fc.integer({ min: 1, max: 1e6 }) })
  .map(({ length, seed }) =>
    Float32Array.from({ length }, (_, k) => VALUES[((k + 1) * seed * 2654435761) % VALUES.length]),
  );

test('the kernel sends what the twin sends: all inputs, those above 0, or those that are not 0', (t) => {
  fc.assert(
    fc.property(inputs, fc.constantFrom('all', 'positive', 'nonZero'), (values, which) => {
      const sent = sentNumbers(values, which);
      t.deepEqual(sent, sentNumbersTwin(values, which));
      const isSent = { all: () => true, positive: (x: number) => x > 0, nonZero: (x: number) => x !== 0 }[which];
      t.deepEqual(
        [...sent],
        [...values.keys()].filter((j) => isSent(values[j])),
      );
    }),
  );
});

test('a part of the inputs is counted from its first', (t) => {
  const numbers = new Uint32Array(8);
  t.is(putSentNumbers(Float32Array.of(9, 0, 5, 6), 1, 4, 'nonZero', numbers, 3), 5);
  t.deepEqual([...numbers.subarray(3, 5)], [1, 2]);
});

test('the first value that is no finite number is found, wherever it stands', (t) => {
  for (const length of [1, 511, 513, 2048, 4096, 4097, 9001]) {
    const values = new Float32Array(length).fill(1);
    t.is(firstInfinite(values), -1);
    values[length - 1] = Number.NaN;
    t.is(firstInfinite(values), length - 1);
    values[Math.floor(length / 2)] = Number.NEGATIVE_INFINITY;
    t.is(firstInfinite(values), Math.floor(length / 2));
  }
});
