import test from 'ava';
import fc from 'fast-check';
import { weightHistogram } from '../../../src/train/network/weight-histogram.ts';

const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -8, max: 8 }), {
  minLength: 1,
  maxLength: 300,
});

test('every value lies in its bin, bins are a power of two wide and few, and none at the ends is empty', (t) => {
  fc.assert(
    fc.property(values, (list) => {
      const floats = Float32Array.from(list);
      const { width, first, counts } = weightHistogram(floats);
      const own = (bin: number) =>
        floats.filter((value) => value >= (first + bin) * width && value < (first + bin + 1) * width);
      return (
        Number.isInteger(Math.log2(width)) &&
        counts.length <= 257 &&
        counts[0] > 0 &&
        counts[counts.length - 1] > 0 &&
        counts.every((count, bin) => count === own(bin).length)
      );
    }),
    { seed: 7 },
  );
  t.pass();
});

test('bins are fine beside how widely weights are spread, and one outlier does not make them many', (t) => {
  const bell = Float32Array.from({ length: 1000 }, (_, k) => 0.01 * Math.sin(k));
  const { width } = weightHistogram(bell);
  // the deviation of a sine is 1 / root 2
  t.true(width <= 0.01 / Math.SQRT2 / 8 && width > 0.01 / Math.SQRT2 / 16);
  t.true(weightHistogram(Float32Array.from([...bell, 1000])).counts.length <= 257);
});

test('no value has no bin, and zeros alone have one', (t) => {
  t.deepEqual(weightHistogram(new Float32Array(0)).counts, []);
  t.deepEqual(weightHistogram(new Float32Array(5)), { width: 1, first: 0, counts: [5] });
});
