import test from 'ava';
import fc from 'fast-check';
import { randomStream, stateAfter } from '../../../src/base/random.ts';
import { drain } from '../../../src/base/steps.ts';
import {
  drawCodes,
  drawCodesTwin,
  drawInSlices,
  drawMatrix,
  drawMatrixTwin,
} from '../../../src/kernels/weights/draw-matrix.ts';

const seeds = fc.nat(2 ** 32 - 1);

test('the kernel draws the places that the twin draws, and leaves the stream where the twin does', (t) => {
  fc.assert(
    fc.property(
      seeds,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seed, rows, columns, density) => {
        const count = Math.round(density * rows * columns);
        t.deepEqual(drawMatrix(seed, rows, columns, count), drawMatrixTwin(seed, rows, columns, count));
      },
    ),
  );
});

test('so it does with many rounds of draws, with more bits than caches hold, and with columns that need many blocks', (t) => {
  for (const [rows, columns, density] of [
    [3000, 2100, 0.04],
    [4096, 17_000, 0.02],
    [1, 70_000, 0.5],
    [70_001, 61, 0.9],
    [8, 1_000_000, 0.3],
  ] as const) {
    const count = Math.round(density * rows * columns);
    t.deepEqual(drawMatrix(7, rows, columns, count), drawMatrixTwin(7, rows, columns, count), `${rows} x ${columns}`);
  }
});

test('who goes on from fewer places of the same stream draws what is drawn at once, gaps and no place at all among it', (t) => {
  fc.assert(
    fc.property(
      seeds,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 }),
      (seed, rows, columns, densities) => {
        const counts = densities.map((density) => Math.round(density * rows * columns)).toSorted((a, b) => a - b);
        let fewer = drawMatrix(seed, rows, columns, counts[0]);
        for (const count of counts) {
          fewer = drain(drawInSlices(seed, rows, columns, count, fewer));
          t.deepEqual(fewer, drawMatrixTwin(seed, rows, columns, count));
        }
      },
    ),
  );
  const [rows, columns] = [3000, 2100];
  const fewer = drawMatrix(3, rows, columns, 40_000);
  t.deepEqual(drain(drawInSlices(3, rows, columns, 1_000_000, fewer)), drawMatrixTwin(3, rows, columns, 1_000_000));
});

test('codes of any number of values are the same from both', (t) => {
  for (let values = 1; values <= 255; values++)
    t.deepEqual(drawCodes(values * 0x9e3779b9, 5003, values), drawCodesTwin(values * 0x9e3779b9, 5003, values));
  t.deepEqual(drawCodes(1, 100_001, 15), drawCodesTwin(1, 100_001, 15));
});

test('a stream can be taken up where it was left', (t) => {
  const stream = randomStream(5);
  for (let k = 0; k < 1000; k++) stream();
  t.is(randomStream(stateAfter(5, 1000))(), stream());
});
