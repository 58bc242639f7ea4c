import test from 'ava';
import fc from 'fast-check';
import { dealtTo, entriesOfColumn, rowsAscend, rowsAscendTwin } from '../../src/kernels/columns.ts';
import { drawMatrix } from '../../src/kernels/weights/draw-matrix.ts';
import { rowsOfBits } from '../../src/kernels/weights/place-bits.ts';
import { randomColumns } from './random-columns.ts';

test('rows that do not ascend in their column, or lie beyond the last, are seen wherever they stand', (t) => {
  fc.assert(
    fc.property(randomColumns, fc.nat(), fc.constantFrom(0, 1, 1e6), ({ source }, place, value) => {
      const { columnStart, rowIndex, rows } = source;
      t.true(rowsAscend(columnStart, rowIndex, rows));
      if (rowIndex.length === 0) return;
      const changed = rowIndex.with(place % rowIndex.length, value);
      t.is(rowsAscend(columnStart, changed, rows), rowsAscendTwin(columnStart, changed, rows));
      t.false(rowsAscend(columnStart, changed, value === 1e6 ? rows : Math.max(...changed)));
    }),
    { numRuns: 100 },
  );
});

test('what PEs hold of a column whose rows lie as bits is counted without making the rows of all columns', (t) => {
  const [rows, columns, pes] = [300, 40, 7];
  const { places } = drawMatrix(3, rows, columns, 900);
  const { columnStart } = places;
  const rowIndex = rowsOfBits(places, rows);
  const lazy = {
    get rowIndex(): Uint32Array {
      throw new Error('rows of all columns were made');
    },
  };
  const ofBits = Object.defineProperties(
    { rows, columns, columnStart, places },
    Object.getOwnPropertyDescriptors(lazy),
  ) as { rows: number; columns: number; columnStart: Uint32Array; rowIndex: Uint32Array; places: typeof places };
  for (let column = 0; column <= columns; column++)
    t.deepEqual(
      entriesOfColumn(dealtTo(ofBits, pes, 2), column),
      entriesOfColumn(dealtTo({ rows, columns, columnStart, rowIndex }, pes, 2), column),
    );
});
