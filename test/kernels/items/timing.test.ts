import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { type Timed, timing, timingTwin } from '../../../src/kernels/items/timing.ts';
import { holding, type RandomColumns, randomColumns } from '../random-columns.ts';

/** Lags in lanes of one width; spare lanes lag by nothing. */
function plain({ lags, ...timed }: Timed): object {
  return { ...timed, lags: Int32Array.from(lags) };
}

/** Broadcasts of some of the columns, or of each many times over. */
function itemsOf({ source: { columns } }: RandomColumns, repeats: number, gap: number) {
  const all = Array.from({ length: (columns + 1) * repeats }, (_, k) => Math.floor(k / repeats));
  return {
    columns: Uint32Array.from(all),
    gaps: Int32Array.from(all, (_, n) => (n % 7 === 3 ? gap : 1)),
  };
}

const inputs = fc.record({
  repeats: fc.constantFrom(1, 2, 30),
  gap: fc.constantFrom(1, 2, 300, 70_000),
  depth: fc.constantFrom(2, 3, 8, 16, 64, 300),
  atLeast: fc.constantFrom(1, 2, 4),
});

test('the kernel finds what the twin finds, with tables and without, in lanes of all widths', (t) => {
  fc.assert(
    fc.property(randomColumns, inputs, (columns, { repeats, gap, depth, atLeast }) => {
      const items = itemsOf(columns, repeats, gap);
      const expected = plain(timingTwin(items, holding(columns, true, 4), depth));
      for (const hasTables of [true, false])
        t.true(isDeepStrictEqual(plain(timing(items, holding(columns, hasTables, atLeast), depth)), expected));
      t.true(isDeepStrictEqual(plain(timingTwin(items, holding(columns, false), depth)), expected));
    }),
    { numRuns: 250 },
  );
});

test('so do the lanes that stay in registers: 49 to 64 PEs', (t) => {
  const pes = fc.integer({ min: 49, max: 64 });
  fc.assert(
    fc.property(randomColumns, pes, inputs, (columns, processingElements, { repeats, gap, depth }) => {
      const items = itemsOf(columns, repeats, gap);
      const held = holding({ ...columns, processingElements }, true);
      t.true(isDeepStrictEqual(plain(timing(items, held, depth)), plain(timingTwin(items, held, depth))));
    }),
    { numRuns: 250 },
  );
});

/** One PE with columns of 200 rows: a queue of 2 lags by 400, one of 400 by more than 16 bits hold. */
test('lags that leave 8 bits and 16 bits are found all the same', (t) => {
  const columns = 900;
  const rows = 200;
  const columnStart = Uint32Array.from({ length: columns + 1 }, (_, c) => c * rows);
  const rowIndex = Uint32Array.from({ length: rows * columns }, (_, k) => k % rows);
  const source = { rows, columns, columnStart, rowIndex };
  const held = holding({ source, processingElements: 1, indexBits: 4 }, true);
  const items = { columns: Uint32Array.from({ length: columns }, (_, c) => c), gaps: new Int32Array(columns).fill(1) };
  for (const [depth, most] of [
    [2, 0xff],
    [400, 0xffff],
  ] as const) {
    const timed = timing(items, held, depth);
    t.true(isDeepStrictEqual(plain(timed), plain(timingTwin(items, held, depth))));
    t.true(Math.max(...timed.lags) + rows > most);
  }
});
