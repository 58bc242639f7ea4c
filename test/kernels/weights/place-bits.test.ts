import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { randomStream } from '../../../src/base/random.ts';
import { drawBits } from '../../../src/kernels/weights/draw-matrix.ts';
import {
  placesOfBits,
  putRowsOfColumn,
  rowsOfBits,
  rowsOfBitsTwin,
  startsOfBitsTwin,
} from '../../../src/kernels/weights/place-bits.ts';
import { placesOf } from '../random-columns.ts';

const sizes = fc.integer({ min: 1, max: 200 });

test('columns and rows of a bit set are the same from kernel and twin, and say where its bits are', (t) => {
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), sizes, sizes, (seed, rows, columns) => {
      const bits = drawBits(randomStream(seed), rows * columns, seed % (rows * columns + 1));
      const places = placesOfBits(bits, rows, columns);
      const rowIndex = rowsOfBits(places, rows);
      t.true(isDeepStrictEqual(places.columnStart, startsOfBitsTwin(bits, rows, columns)));
      t.true(isDeepStrictEqual(rowIndex, rowsOfBitsTwin(places, rows)));
      const [column, own] = [seed % columns, new Uint32Array(rows)];
      putRowsOfColumn(places, rows, column, own);
      const [from, to] = places.columnStart.subarray(column, column + 2);
      t.true(isDeepStrictEqual(own.slice(0, to - from), rowIndex.slice(from, to)));
      const again = placesOf({ rows, columnStart: places.columnStart, rowIndex });
      t.true(isDeepStrictEqual(again.bits, bits));
    }),
  );
});

test('so are those of columns that need many calls', (t) => {
  for (const [rows, columns, density] of [
    [1, 70_000, 0.5],
    [70_001, 61, 0.9],
    [8, 500_000, 0.3],
  ] as const) {
    const bits = drawBits(randomStream(3), rows * columns, Math.round(density * rows * columns));
    const places = placesOfBits(bits, rows, columns);
    t.true(isDeepStrictEqual(places.columnStart, startsOfBitsTwin(bits, rows, columns)));
    t.true(isDeepStrictEqual(rowsOfBits(places, rows), rowsOfBitsTwin(places, rows)));
  }
});
