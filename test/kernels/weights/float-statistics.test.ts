import test from 'ava';
import fc from 'fast-check';
import { floatStatistics, floatStatisticsTwin } from '../../../src/kernels/weights/float-statistics.ts';
import { manyFloats } from './random-floats.ts';

test('the kernel counts what the twin counts; a zero has no sign', (t) => {
  fc.assert(
    fc.property(manyFloats, (values) => {
      const [kernel, twin] = [floatStatistics(values), floatStatisticsTwin(values)];
      t.is(kernel.nonZeros, twin.nonZeros);
      t.true(kernel.minimum === twin.minimum && kernel.maximum === twin.maximum);
    }),
  );
});

test('of no values there is no range', (t) => {
  t.deepEqual(floatStatistics(new Float32Array(0)), { nonZeros: 0, minimum: Infinity, maximum: -Infinity });
});
