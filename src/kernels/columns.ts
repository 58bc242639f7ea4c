import { Columns } from '../../generated/kernels.ts';
import { localRowsBefore, rowsOfColumn } from './dense-column.ts';
import { type Cells, type ColumnTables, placesOf, pointersBefore } from './kept-tables.ts';
import type { LinearMemory } from './linear-memory.ts';
import { loaded } from './loaded.ts';
import { BEHIND, bitPartsOf, partsOf } from './parts.ts';
import { putRecord } from './record.ts';
import type { DrawnPlaces } from './weights/place-bits.ts';
import { rowsByColumn } from './weights/rows-by-column.ts';

export type { Cells, ColumnTables } from './kept-tables.ts';

/** Where the entries of each column lie: compressed sparse columns, dealt to PEs row by row (row r lies on PE r mod PEs, at local row floor(r / PEs)). */
export interface ColumnSource {
  readonly rows: number;
  /** The bias column not counted. */
  readonly columns: number;
  /** Blocks along the diagonal; 1 where absent. */
  readonly groups?: number;
  /** Starts of the stored columns, and the end; the bias is the last of them where there is one. */
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
  /** The same as bits, where they are there. */
  readonly places?: DrawnPlaces;
}

/** What PEs hold of a layer: tables, or where those would be far larger than the weights, the columns that a row of them is counted from when it is asked for. */
export interface HeldColumns {
  readonly processingElements: number;
  /** Bits of the relative index; null stores every row. */
  readonly indexBits: number | null;
  /** Cells of a row of tables: PEs, and spare ones up to a multiple of 16. */
  readonly lanes: number;
  /** What holds a local row or a number of entries. */
  readonly cellBytes: 1 | 2 | 4;
  readonly source: ColumnSource;
  readonly tables?: ColumnTables;
}

/** Tables of cells. */
export const ROWS = ['occupancy', 'firstRows', 'lastRows'] as const;

/** Fill values for "no such row", as the largest numbers of the table's width. */
const NO_FIRST_ROW = -1;
const NO_LAST_ROW = -2;

/** As a cell holds it. */
export function missingLastRow({ cellBytes }: Pick<HeldColumns, 'cellBytes'>): number {
  return 2 ** (8 * cellBytes) + NO_LAST_ROW;
}

/** What holds local rows below this, or so many entries, and the two values for a missing row. */
export function cellBytesFor(localRows: number): 1 | 2 | 4 {
  if (localRows <= 0xfd) return 1;
  return localRows <= 0xfffd ? 2 : 4;
}

/** A matrix that is dealt to PEs: row r goes to PE r mod PEs. */
export function dealtTo(source: ColumnSource, processingElements: number, indexBits: number | null): HeldColumns {
  const lanes = Math.ceil(processingElements / 16) * 16;
  const cellBytes = cellBytesFor(Math.ceil(source.rows / processingElements));
  return { processingElements, indexBits, lanes, cellBytes, source };
}

/** One column at a time. */
export interface Rows {
  readonly occupancy: Cells;
  readonly firstRows: Cells;
  readonly lastRows: Cells;
  /** Where the cells of a column begin in all three; without tables the rows of two columns are there at a time, so `turn` alternates. */
  readonly at: (column: number, turn: number) => number;
}

/** Rows of the tables, or counted. */
export function rowsOf(held: HeldColumns): Rows {
  const { tables, lanes } = held;
  if (tables !== undefined) return { ...tables, at: (column) => column * lanes };
  const rows = emptyRows(held, 2);
  return {
    ...rows,
    at: (column, turn) => {
      const at = (turn & 1) * lanes;
      countColumn(held, column, rows, at);
      return at;
    },
  };
}

export function emptyRows({ lanes, cellBytes }: Pick<HeldColumns, 'lanes' | 'cellBytes'>, rows: number) {
  const Table = cellBytes === 1 ? Uint8Array : cellBytes === 2 ? Uint16Array : Uint32Array;
  const cells = (): Cells => new Table(rows * lanes);
  return { occupancy: cells(), firstRows: cells(), lastRows: cells() };
}

/** Counts what the PEs hold of a column, and writes it from cell `at` on. A gap of d rows is bridged by floor(d / 2^indexBits) padding zeros. */
export function countColumn(
  held: HeldColumns,
  column: number,
  { occupancy, firstRows, lastRows }: Omit<ColumnTables, 'pointers'>,
  at: number,
): void {
  const { source, processingElements: pes, indexBits, lanes } = held;
  occupancy.fill(1, at, at + pes).fill(0, at + pes, at + lanes);
  firstRows.fill(NO_FIRST_ROW, at, at + lanes);
  lastRows.fill(NO_LAST_ROW, at, at + lanes);
  const { columnStart } = source;
  if (column + 1 >= columnStart.length) return;
  if (indexBits === null) {
    const [from, to] = rowsOfColumn(source, column);
    for (let p = 0; p < pes; p++) {
      const first = localRowsBefore(from, p, pes);
      const behind = localRowsBefore(to, p, pes);
      if (first === behind) continue;
      occupancy[at + p] = behind - first;
      firstRows[at + p] = first;
      lastRows[at + p] = behind - 1;
    }
    return;
  }
  const jump = 2 ** indexBits;
  const none = missingLastRow(held);
  // not those of all columns, where one is asked for
  for (const row of rowsByColumn(source)(column)) {
    const p = row % pes;
    const local = (row - p) / pes;
    const before = lastRows[at + p];
    const padding = Math.floor((before === none ? local : local - before - 1) / jump);
    occupancy[at + p] = (before === none ? 1 : occupancy[at + p] + 1) + padding;
    if (before === none && padding === 0) firstRows[at + p] = local;
    lastRows[at + p] = local;
  }
}

/** Entries of a column on each PE. */
export function entriesOfColumn(held: HeldColumns, column: number): Int32Array {
  const { processingElements: pes, lanes, tables } = held;
  const entries = new Int32Array(pes);
  if (tables !== undefined) {
    const before = pointersBefore(tables, column, lanes);
    const behind = pointersBefore(tables, column + 1, lanes);
    for (let p = 0; p < pes; p++) entries[p] = behind[p] - before[p];
    return entries;
  }
  const row = emptyRows(held, 1);
  countColumn(held, column, row, 0);
  const none = missingLastRow(held);
  for (let p = 0; p < pes; p++) if (row.lastRows[p] !== none) entries[p] = row.occupancy[p];
  return entries;
}

/**
 * Tables that are to be made, where the places that are read lie (rows, or bits where there are some): as if all of them lay there, although only some do; and room for marks.
 */
export interface Making extends Readonly<Record<'occupancy' | 'firstRows' | 'lastRows', number>> {
  readonly places: number;
  readonly marks: number;
}

/** Brings the places of `columns` columns at a time, from a column on. */
export function placeParts(
  { source, indexBits }: HeldColumns,
  columns: number,
  memory: LinearMemory,
  take: (bytes: number) => number,
): (from: number) => number {
  const { places, columnStart, rows } = source;
  if (indexBits === null) return () => 0;
  if (places === undefined) {
    const parts = partsOf(columnStart, columns, memory, take);
    return (from) => parts.put(source.rowIndex, from);
  }
  const stored = columnStart.length - 1;
  const parts = bitPartsOf(places.bits, rows, Math.min(columns, stored), memory, take);
  return (from) => parts.put(Math.min(from, stored), Math.min(from + columns, stored));
}

/** What it takes to count 16 marks of a column together (8 where cells are halves), beside dealing one row, and one bit. */
const STEP_OF_ROW = 0.6;
const STEP_OF_BIT = 0.4;

/** How places are read (columns.simd.ts): dealt one by one, or where that is cheaper marked and looked at together. */
function readingOf({ source, processingElements: pes, lanes, cellBytes }: HeldColumns): number {
  const { rows, columnStart, places } = source;
  const steps = ((lanes * cellBytes) / 16) * Math.ceil(rows / pes) * (columnStart.length - 1);
  const isMarked = steps * (places === undefined ? STEP_OF_ROW : STEP_OF_BIT) < columnStart.at(-1)!;
  return (places === undefined ? 0 : 1) + (isMarked ? 2 : 0);
}

/** Room for the marks of a column. */
export function marksOf({ source, lanes }: HeldColumns, memory: LinearMemory, take: (bytes: number) => number): number {
  return memory.cleared(take, source.rows + lanes + 16);
}

/** log2 of a number by which kernels divide, or 32 where that is not whole. */
export function shiftOf(divisor: number): number {
  const shift = Math.log2(divisor);
  return Number.isInteger(shift) ? shift : 32;
}

/** Brings what PEs hold into the kernels' memory for the time of a call; returns the address of its record. */
export function bringColumns(
  held: HeldColumns,
  memory: LinearMemory,
  take: (bytes: number) => number,
  bases?: Making,
): number {
  const { processingElements: pes, lanes, cellBytes, indexBits, source, tables } = held;
  const { columnStart, rows, columns, groups = 1 } = source;
  const isRead = tables === undefined && indexBits !== null;
  const own = bases ?? (tables && placesOf(tables, memory));
  const [occupancy, firstRows, lastRows] = ROWS.map((name) => own?.[name] ?? take(2 * lanes * cellBytes));
  const reading = isRead ? readingOf(held) : 0;
  return putRecord(memory, take, Columns, {
    pes,
    lanes,
    occupancy,
    firstRows,
    lastRows,
    hasTables: tables === undefined ? 0 : 1,
    columnStart: isRead ? memory.moved(columnStart) : 0,
    places: bases?.places ?? (isRead ? movedPlaces(source, memory) : 0),
    reading,
    marks: reading < 2 ? 0 : (bases?.marks ?? marksOf(held, memory, take)),
    stored: columnStart.length - 1,
    shift: shiftOf(pes),
    indexBits: indexBits ?? 0,
    isDense: indexBits === null ? 1 : 0,
    columns,
    rows,
    blockColumns: columns / groups,
    blockRows: rows / groups,
  });
}

/** Bits have room behind them. */
function movedPlaces(source: ColumnSource, memory: LinearMemory): number {
  if (source.places === undefined) return memory.moved(source.rowIndex);
  const { bits } = source.places;
  return memory.keep(bits, 'bits', bits.byteLength + BEHIND, (at) => memory.put(at, bits));
}

/** Columns whose rows are looked at in a call. */
const LOOK = 256;

/** Whether the rows of every column ascend and lie below `rows`. @param columnStart does not fall */
export function rowsAscend(columnStart: Uint32Array, rowIndex: Uint32Array, rows: number): boolean {
  const kernels = loaded();
  if (kernels === undefined) return rowsAscendTwin(columnStart, rowIndex, rows);
  const { call, memory } = kernels;
  const stored = columnStart.length - 1;
  return memory.lend((take) => {
    const starts = memory.lent(take, columnStart);
    const parts = partsOf(columnStart, LOOK, memory, take);
    for (let from = 0; from < stored; from += LOOK)
      if (call.rowsAscend(starts, parts.put(rowIndex, from), rows, from, Math.min(from + LOOK, stored)) === 0)
        return false;
    return true;
  });
}

export function rowsAscendTwin(columnStart: Uint32Array, rowIndex: Uint32Array, rows: number): boolean {
  for (let column = 0; column + 1 < columnStart.length; column++)
    for (let k = columnStart[column], least = 0; k < columnStart[column + 1]; k++) {
      if (rowIndex[k] < least || rowIndex[k] >= rows) return false;
      least = rowIndex[k] + 1;
    }
  return true;
}
