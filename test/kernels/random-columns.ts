import fc from 'fast-check';
import { type ColumnSource, cellBytesFor, type HeldColumns } from '../../src/kernels/columns.ts';
import { countTablesTwin } from '../../src/kernels/tables.ts';
import type { DrawnPlaces } from '../../src/kernels/weights/place-bits.ts';

/** Compressed columns of a random matrix, and how they are dealt to PEs. */
export interface RandomColumns {
  readonly source: ColumnSource;
  readonly processingElements: number;
  readonly indexBits: number | null;
}

const PES = [1, 2, 3, 4, 7, 8, 16, 17, 31, 32, 48, 64, 100, 256, 1000, 4096, 16384];

/** Layers of all widths: few and many PEs, sparse and full, with and without a bias, gaps beyond the index. */
export const randomColumns: fc.Arbitrary<RandomColumns> = fc
  .record({
    rows: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3000 })),
    columns: fc.integer({ min: 1, max: 24 }),
    density: fc.constantFrom(0, 0.02, 0.2, 0.6, 1),
    processingElements: fc.constantFrom(...PES),
    indexBits: fc.constantFrom(0, 1, 2, 4, 8, 16, null),
    hasBias: fc.boolean(),
    asBits: fc.boolean(),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  })
  .map(({ rows, columns, density, hasBias, asBits, seed, ...machine }) => {
    let state = seed;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const columnStart = [0];
    const rowIndex: number[] = [];
    for (let column = 0; column < columns + (hasBias ? 1 : 0); column++) {
      // some columns are empty, some far fuller than others
      const own = next() < 0.2 ? 0 : density * 2 * next();
      for (let row = 0; row < rows; row++) if (next() < own) rowIndex.push(row);
      columnStart.push(rowIndex.length);
    }
    const source = { rows, columns, columnStart: Uint32Array.from(columnStart), rowIndex: Uint32Array.from(rowIndex) };
    return { source: asBits ? { ...source, places: placesOf(source) } : source, ...machine };
  });

/** The places once more, as bits: that of a row of a column stands at column x rows + row. */
export function placesOf({
  rows,
  columnStart,
  rowIndex,
}: Pick<ColumnSource, 'rows' | 'columnStart' | 'rowIndex'>): DrawnPlaces {
  const bits = new Int32Array(Math.ceil((rows * (columnStart.length - 1)) / 32));
  for (let column = 0; column + 1 < columnStart.length; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
      const at = column * rows + rowIndex[k];
      bits[at >>> 5] |= 1 << (at & 31);
    }
  return { bits, columnStart };
}

/** The columns as PEs hold them, with tables or without; `atLeast` makes cells wider than they need be. */
export function holding(
  { source, processingElements, indexBits }: RandomColumns,
  hasTables: boolean,
  atLeast: 1 | 2 | 4 = 1,
): HeldColumns {
  const lanes = Math.ceil(processingElements / 16) * 16;
  const needed = cellBytesFor(Math.ceil(source.rows / processingElements));
  const cellBytes = Math.max(needed, atLeast) as 1 | 2 | 4;
  const held = { source, processingElements, indexBits, lanes, cellBytes };
  return hasTables ? { ...held, tables: countTablesTwin(held) } : held;
}
