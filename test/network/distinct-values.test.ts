import test from 'ava';
import * as fc from 'fast-check';
import { countDistinct } from '../../src/network/distinct-values.ts';

test('fp32 values are counted as a set would, zeros left out', (t) => {
  fc.assert(
    fc.property(
      fc.float32Array({ noNaN: true, maxLength: 60 }),
      fc.float32Array({ noNaN: true, maxLength: 5 }),
      (values, repeated) => {
        const all = Float32Array.from([...values, ...repeated, ...repeated]);
        t.is(countDistinct(all), new Set(all.filter((value) => value !== 0)).size);
      },
    ),
  );
});

test('values that fp32 would merge are two in double precision', (t) => {
  t.is(countDistinct(Float64Array.of(1, 1 + 2 ** -40, 0, -0, 1)), 2);
});

test('doubles are counted as a set would, zeros left out', (t) => {
  fc.assert(
    fc.property(fc.float64Array({ noNaN: true, maxLength: 60 }), fc.nat(30_000), (values, more) => {
      const all = Float64Array.from([...values, ...values, ...Array.from({ length: more }, (_, k) => (k % 9000) / 3)]);
      t.is(countDistinct(all), new Set(all.filter((value) => value !== 0)).size);
    }),
  );
});
