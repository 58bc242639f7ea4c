import test from 'ava';
import * as fc from 'fast-check';
import { rankMagnitudes } from '../../src/compress/magnitude-rank.ts';

test('the rank found by counting bits is the one that sorting finds', (t) => {
  const values = fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(values, fc.nat(), (list, draw) => {
      const count = 1 + (draw % list.length);
      const sorted = [...list].map(Math.abs).toSorted((a, b) => b - a);
      const threshold = sorted[count - 1];
      const ties = count - sorted.filter((magnitude) => magnitude > threshold).length;
      t.deepEqual(rankMagnitudes([list], count), { threshold, ties });
    }),
  );
});

test('several lists are ranked together', (t) => {
  t.deepEqual(rankMagnitudes([Float32Array.of(1, -5), Float32Array.of(4, 5)], 2), { threshold: 5, ties: 2 });
});
