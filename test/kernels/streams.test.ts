import test from 'ava';
import fc from 'fast-check';
import { encode } from '../../src/compress/encode.ts';
import {
  decodeStreams,
  decodeStreamsTwin,
  localRowsOf,
  localRowsTwin,
  splitStreams,
  splitStreamsTwin,
  tablesOfStreams,
  tablesOfStreamsTwin,
} from '../../src/kernels/streams.ts';
import { type RandomColumns, randomColumns } from './random-columns.ts';

/** The columns with codes, and as an EIE stores them; every so many weights one is padding to the machine. */
function streamsOf({ source, processingElements, indexBits }: RandomColumns, every: number) {
  const codes = Uint8Array.from(source.rowIndex, (_, k) => (k % every === every - 1 ? 0 : 1 + (k % 15)));
  const hasBias = source.columnStart.length === source.columns + 2;
  const weights = { kind: 'shared', codes, codebook: new Float32Array(16) } as const;
  return { codes, streams: encode({ ...source, hasBias, weights }, processingElements, indexBits) };
}

const sparse = randomColumns.filter(({ indexBits }) => indexBits !== null);

test('streams are decoded as the twin decodes them: to the weights that were dealt, without those of code 0', (t) => {
  fc.assert(
    fc.property(sparse, fc.constantFrom(2, 7, 1e9), (columns, every) => {
      const { source } = columns;
      const stored = source.columnStart.length - 1;
      const { codes, streams } = streamsOf(columns, every);
      const found = decodeStreams(streams, source.rows, stored);
      t.deepEqual(found, decodeStreamsTwin(streams, source.rows, stored));
      t.deepEqual(
        [...found.codes],
        [...codes].filter((code) => code !== 0),
      );
      t.deepEqual(
        [...found.rowIndex],
        [...source.rowIndex].filter((_, k) => codes[k] !== 0),
      );
    }),
    { numRuns: 150 },
  );
});

test('tables of streams are those of the twin, in cells and pointers of all widths', (t) => {
  fc.assert(
    fc.property(sparse, fc.constantFrom(2, 7, 1e9), (own, every) => {
      const { streams } = streamsOf(own, every);
      const columns = own.source.columns + 1;
      const lanes = Math.ceil(own.processingElements / 16) * 16;
      const rows = localRowsOf(streams, columns).reduce((most, one) => Math.max(most, one), 1);
      for (const cellBytes of [1, 2, 4] as const)
        for (const pointerBytes of [2, 4] as const) {
          if (rows > 250 ** cellBytes) continue;
          const shape = { columns, lanes, cellBytes, pointerBytes };
          t.deepEqual(tablesOfStreams(streams, shape), tablesOfStreamsTwin(streams, shape));
        }
    }),
    { numRuns: 60 },
  );
});

test('streams reach as far as the twin says', (t) => {
  fc.assert(
    fc.property(sparse, (columns) => {
      const { streams } = streamsOf(columns, 1e9);
      t.deepEqual(localRowsOf(streams, columns.source.columns), localRowsTwin(streams, columns.source.columns));
    }),
    { numRuns: 100 },
  );
});

test('streams whose pointers leave the entries, or that lead to other rows, are not decoded past their ends', (t) => {
  const streams = {
    processingElements: 1,
    pointers: Uint32Array.of(0, 2, 4),
    streamStart: Float64Array.of(0, 4),
    codes: Uint8Array.of(1, 2, 3, 4),
    relativeIndices: Uint8Array.of(0, 0, 0, 200),
  };
  for (const [own, rows] of [
    [streams, 100],
    [{ ...streams, pointers: Uint32Array.of(0, 2, 9) }, 300],
    [{ ...streams, pointers: Uint32Array.of(0, 5, 4) }, 300],
  ] as const)
    t.deepEqual(decodeStreams(own, rows, 2), decodeStreamsTwin(own, rows, 2));
});

test('pairs of words are split as the twin splits them, those that exceed a byte too', (t) => {
  const words = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 0xffffffff }));
  const stream = fc.array(fc.tuple(words, words), { maxLength: 40 }).map((pairs) => Uint32Array.from(pairs.flat()));
  fc.assert(
    fc.property(fc.array(stream, { minLength: 1, maxLength: 5 }), (pairs) => {
      const counts = pairs.map((own, p) => Math.max(0, own.length / 2 - (p % 2)));
      t.deepEqual(splitStreams(pairs, counts), splitStreamsTwin(pairs, counts));
    }),
    { numRuns: 100 },
  );
});
