import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import type { ColumnTables } from '../../src/kernels/columns.ts';
import { pointersBefore } from '../../src/kernels/kept-tables.ts';
import { forgetRecords } from '../../src/kernels/loaded.ts';
import { countTables, countTablesTwin } from '../../src/kernels/tables.ts';
import { holding, placesOf, randomColumns } from './random-columns.ts';

/** Whether tables say the same; pointers that were expected to leave 16 bits may have 32 without need. */
const isSame = (one: ColumnTables, other: ColumnTables): boolean =>
  isDeepStrictEqual(
    ...([one, other].map((tables) => ({ ...tables, pointers: [...tables.pointers] })) as [object, object]),
  );

test('tables of the kernel are those of the twin', (t) => {
  fc.assert(
    fc.property(randomColumns, fc.constantFrom(1, 2, 4), (columns, atLeast) => {
      const held = holding(columns, false, atLeast);
      t.true(isSame(countTables(held), countTablesTwin(held)));
    }),
    { numRuns: 300 },
  );
});

test('so are those of one PE, and of PEs whose bits are looked at where they lie, with rows that fill bytes or not', (t) => {
  const inputs = fc.record({
    processingElements: fc.constantFrom(1, 16, 64, 256, 1024),
    asBits: fc.boolean(),
    fillsBytes: fc.boolean(),
  });
  fc.assert(
    fc.property(randomColumns, inputs, (columns, { processingElements, asBits, fillsBytes }) => {
      const { rows, places: _places, ...listed } = columns.source;
      const source = { ...listed, rows: fillsBytes ? Math.ceil(rows / 16) * 16 : rows };
      const held = holding(
        { ...columns, source: asBits ? { ...source, places: placesOf(source) } : source, processingElements },
        false,
      );
      t.true(isSame(countTables(held), countTablesTwin(held)));
    }),
    { numRuns: 400 },
  );
});

test('pointers leave 16 bits where a PE holds so many entries', (t) => {
  const [rows, columns] = [240, 300];
  const columnStart = Uint32Array.from({ length: columns + 1 }, (_, c) => c * rows);
  const rowIndex = Uint32Array.from({ length: rows * columns }, (_, k) => k % rows);
  const source = { rows, columns, columnStart, rowIndex };
  // as many weights as PEs have room for in 16 bits, but all of them on one PE
  const onOne = { ...source, rowIndex: rowIndex.map((row) => row * 2), rows: 2 * rows };
  for (const [matrix, pes] of [
    [source, 1],
    [onOne, 2],
  ] as const) {
    const held = holding({ source: matrix, processingElements: pes, indexBits: 4 }, false);
    const tables = countTables(held);
    t.true(isDeepStrictEqual(tables, countTablesTwin(held)));
    t.is(tables.pointers[(columns + 1) * 16], rows * columns);
  }
});

test('pointers that were expected to leave 16 bits, and do not, are those of the twin', (t) => {
  const [rows, columns] = [3000, 24];
  // the weights of every column stand in its first rows: behind them is no padding
  const columnStart = Uint32Array.from({ length: columns + 1 }, (_, c) => c * 100);
  const rowIndex = Uint32Array.from({ length: columns * 100 }, (_, k) => k % 100);
  const held = holding(
    { source: { rows, columns, columnStart, rowIndex }, processingElements: 1, indexBits: 0 },
    false,
  );
  const tables = countTables(held);
  t.is(tables.pointers.BYTES_PER_ELEMENT, 4);
  t.true(isSame(tables, countTablesTwin(held)));
});

test('tables that others took the room of are there again when they are asked for', (t) => {
  fc.assert(
    fc.property(randomColumns, (columns) => {
      const held = holding(columns, false);
      const tables = countTables(held);
      forgetRecords();
      const { lanes, source } = held;
      const twin = countTablesTwin(held);
      const last = twin.pointers.subarray((source.columns + 1) * lanes);
      t.deepEqual([...pointersBefore(tables, source.columns + 1, lanes)], [...last]);
      forgetRecords();
      t.true(isSame(tables, twin));
    }),
    { numRuns: 30 },
  );
});
