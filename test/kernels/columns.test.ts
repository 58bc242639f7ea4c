import test from 'ava';
import fc from 'fast-check';
import { rowsAscend, rowsAscendTwin } from '../../src/kernels/columns.ts';
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
