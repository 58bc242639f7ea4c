import test from 'ava';
import fc from 'fast-check';
import { countStored, type FloatCounts } from '../../../src/kernels/weights/count-stored.ts';
import { distinctFloatsTwin } from '../../../src/kernels/weights/distinct-floats.ts';
import { floatStatisticsTwin } from '../../../src/kernels/weights/float-statistics.ts';
import { halfFloats } from '../../../src/kernels/weights/half-floats.ts';
import { manyFloats } from './random-floats.ts';

/** A row of elements as a file holds them. */
function row(format: 'fp32' | 'bf16' | 'fp16', elements: Float32Array | Uint16Array): FloatCounts | undefined {
  const bytes = new Uint8Array(elements.buffer);
  const fill = (from: number, into: Uint8Array) => into.set(bytes.subarray(from, from + into.length));
  return countStored({ rows: 1, columns: elements.length, format, fill });
}

/** What is counted of values that are there. */
function counted(values: Float32Array): FloatCounts {
  return { ...floatStatisticsTwin(values), distinct: distinctFloatsTwin(values) };
}

/** A zero has no sign. */
const unsigned = (counts: FloatCounts | undefined) =>
  counts && { ...counts, minimum: counts.minimum + 0, maximum: counts.maximum + 0 };

test('values are counted block by block as those that are read', (t) => {
  fc.assert(
    fc.property(manyFloats, fc.nat(3), (drawn, times) => {
      // some blocks, and an end that fills no vector
      const values = Float32Array.from({ length: drawn.length * (1 + times) }, (_, k) => drawn[k % drawn.length]);
      t.deepEqual(unsigned(row('fp32', values)), unsigned(counted(values)));
    }),
  );
});

test('so are floats of 16 bits', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom('bf16', 'fp16'),
      fc.uint16Array({ minLength: 1, maxLength: 80 }),
      fc.constantFrom(1, 3, 1000),
      (format, drawn, times) => {
        const finite = drawn.map((pattern) => pattern & (format === 'bf16' ? 0xbfff : 0xbbff));
        const patterns = Uint16Array.from({ length: finite.length * times }, (_, k) => finite[k % finite.length]);
        t.deepEqual(unsigned(row(format, patterns)), unsigned(counted(halfFloats(format, patterns))));
      },
    ),
  );
});

test('where a value is not finite nothing is told', (t) => {
  for (const wrong of [NaN, -NaN, Infinity, -Infinity])
    for (const at of [0, 3, 6]) t.is(row('fp32', new Float32Array(7).fill(1).with(at, wrong)), undefined);
  for (const wrong of [0x7c00, 0xfc00, 0x7e00]) t.is(row('fp16', Uint16Array.of(0x3c00, wrong)), undefined);
  for (const wrong of [0x7f80, 0xff80, 0x7fc0]) t.is(row('bf16', Uint16Array.of(0x3f80, wrong)), undefined);
});
