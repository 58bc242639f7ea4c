import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { entryPointers, placeEntries, placeEntriesTwin } from '../../src/kernels/interleave.ts';
import { streamStarts } from '../../src/kernels/streams.ts';
import { holding, type RandomColumns, randomColumns } from './random-columns.ts';

const indexed = randomColumns.filter(({ indexBits }) => indexBits !== null);

/** Entries of each PE before each column, counted row by row. */
function countedPointers({ source, processingElements: pes, indexBits }: RandomColumns): Uint32Array {
  const { columns, columnStart, rowIndex } = source;
  const pointers = new Uint32Array((columns + 2) * pes);
  for (let c = 0; c <= columns; c++) {
    const before = new Int32Array(pes).fill(-1);
    const entries = new Uint32Array(pes);
    for (const row of rowIndex.subarray(columnStart[c], columnStart[c + 1] ?? 0)) {
      const gap = Math.floor(row / pes) - before[row % pes] - 1;
      entries[row % pes] += 1 + Math.floor(gap / 2 ** indexBits!);
      before[row % pes] = Math.floor(row / pes);
    }
    entries.forEach((some, p) => {
      pointers[(c + 1) * pes + p] = pointers[c * pes + p] + some;
    });
  }
  return pointers;
}

test('pointers count the entries before each column, padding zeros among them', (t) => {
  fc.assert(
    fc.property(indexed, fc.constantFrom(1, 2, 4), (columns, atLeast) => {
      t.true(isDeepStrictEqual(entryPointers(holding(columns, false, atLeast)), countedPointers(columns)));
    }),
    { numRuns: 200 },
  );
});

test('entries of the kernel are those of the twin, with codes and without', (t) => {
  fc.assert(
    fc.property(indexed, fc.boolean(), (columns, hasCodes) => {
      const { source, processingElements: pes, indexBits } = columns;
      const codes = hasCodes ? Uint8Array.from(source.rowIndex, (row, k) => row * 7 + k) : undefined;
      const pointers = countedPointers(columns);
      const dealt = [{ source, codes }, pes, indexBits!, streamStarts(pointers, pes)] as const;
      t.true(isDeepStrictEqual(placeEntries(...dealt), placeEntriesTwin(...dealt)));
    }),
    { numRuns: 200 },
  );
});

test('a gap wider than any index of 16 bits takes an index of 32 bits', (t) => {
  const rowIndex = Uint32Array.of(70_000, 200_000);
  const source = { rows: 300_000, columns: 1, columnStart: Uint32Array.of(0, 2), rowIndex };
  const { codes, relativeIndices } = placeEntries({ source }, 1, 17, Float64Array.of(0, 2));
  t.deepEqual([...codes], [1, 1]);
  t.deepEqual(relativeIndices, Uint32Array.of(70_000, 129_999));
});
