import test from 'ava';
import fc from 'fast-check';
import { bracketMagnitudes, bracketMagnitudesTwin } from '../../../src/kernels/weights/bracket-magnitudes.ts';
import { manyFloats } from './random-floats.ts';

test('the kernel finds what the twin finds between two bounds, and above them', (t) => {
  fc.assert(
    fc.property(manyFloats, fc.double({ noNaN: true, min: 0 }), fc.nat(), (values, drawn, which) => {
      const bounds = [
        0,
        drawn,
        Math.abs(values[which % values.length] ?? 1),
        Math.abs(values[0] ?? 1) * (1 + 2 ** -40),
        Infinity,
      ];
      for (const least of bounds)
        for (const below of bounds)
          t.deepEqual(bracketMagnitudes(values, least, below), bracketMagnitudesTwin(values, least, below));
    }),
  );
});

test('what lies between are the values from the lower bound on, below the upper one', (t) => {
  const { values, above } = bracketMagnitudes(Float32Array.of(1, -3, 0.5, 2, -2, 0, 5), 1, 3);
  t.deepEqual([[...values], above], [[1, 2, -2], 2]);
});
