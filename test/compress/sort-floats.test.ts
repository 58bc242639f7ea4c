import test from 'ava';
import * as fc from 'fast-check';
import { sortedFloats } from '../../src/compress/sort-floats.ts';

test('floats are sorted as the language sorts them, zeros by their signs', (t) => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, maxLength: 200 }), (values) => {
      t.deepEqual([...sortedFloats(values)], Array.from(values.toSorted()));
    }),
  );
  t.deepEqual([...sortedFloats(Float32Array.of(0, -0, 1, -0, -1))], [-1, -0, -0, 0, 1]);
});

test('the values that are sorted stay as they are', (t) => {
  const values = Float32Array.of(3, -2, 1).subarray(1);
  t.deepEqual([...sortedFloats(values)], [-2, 1]);
  t.deepEqual([...values], [-2, 1]);
});
