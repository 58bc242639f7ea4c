import test from 'ava';
import fc from 'fast-check';
import { pickMagnitudes, pickMagnitudesTwin } from '../../../src/kernels/weights/pick-magnitudes.ts';
import { manyFloats } from './random-floats.ts';

test('the kernel picks what the twin picks, however many were expected', (t) => {
  fc.assert(
    fc.property(
      manyFloats,
      fc.double({ noNaN: true, min: 0 }),
      fc.nat(),
      fc.nat(),
      (values, drawn, which, expected) => {
        const thresholds = [
          0,
          drawn,
          Math.abs(values[which % values.length] ?? 1),
          Math.abs(values[0] ?? 1) * (1 + 2 ** -40),
          Infinity,
        ];
        for (const threshold of thresholds) {
          const [kernel, twin] = [pickMagnitudes(values, threshold, expected), pickMagnitudesTwin(values, threshold)];
          t.deepEqual(kernel.indices, twin.indices);
          t.deepEqual(kernel.values, twin.values);
        }
      },
    ),
  );
});

test('what is picked are the large ones, where they stood', (t) => {
  const { values, indices } = pickMagnitudes(Float32Array.of(1, -3, 0.5, 2, -2, 0), 2);
  t.deepEqual([...values], [-3, 2, -2]);
  t.deepEqual([...indices], [1, 3, 4]);
});
