import { Streams, StreamTables } from '../../generated/kernels.ts';
import { type ColumnTables, emptyRows, missingLastRow } from './columns.ts';
import { type Loaded, loaded } from './loaded.ts';
import { fieldOf, putRecord } from './record.ts';

/** Interleaved compressed columns, with relative indices (src/network/interleaved-streams.ts). */
export interface StreamSource {
  readonly processingElements: number;
  readonly pointers: Uint32Array;
  readonly streamStart: Float64Array;
  readonly codes: Uint8Array;
  readonly relativeIndices: Uint8Array | Uint16Array | Uint32Array;
}

/** Columns of a call. */
const CALL = 64;

/** Where each PE's stream begins when all streams lie one behind the other, and where the last one ends. */
export function streamStarts(pointers: Uint32Array, processingElements: number): Float64Array {
  const start = new Float64Array(processingElements + 1);
  const end = pointers.length - processingElements;
  for (let p = 0; p < processingElements; p++) start[p + 1] = start[p] + pointers[end + p];
  return start;
}

/** Local rows of each PE in the first `columns` columns: the last one with an entry, counted from 1. */
export function localRowsOf(streams: StreamSource, columns: number): Float64Array {
  const kernels = loaded();
  return (kernels && localRowsByKernel(kernels, streams, columns)) ?? localRowsTwin(streams, columns);
}

export function localRowsTwin(
  { processingElements: pes, pointers, streamStart, relativeIndices }: StreamSource,
  columns: number,
): Float64Array {
  const localRows = new Float64Array(pes);
  for (let p = 0; p < pes; p++)
    for (let c = 0, i = p; c < columns; c++, i += pes) {
      let rows = 0;
      for (let k = pointers[i]; k < pointers[i + pes]; k++) rows += relativeIndices[streamStart[p] + k] + 1;
      localRows[p] = Math.max(localRows[p], rows);
    }
  return localRows;
}

/** The record of streams for the time of a call; undefined where the kernels do not take them. */
function bring({ memory }: Loaded, take: (bytes: number) => number, streams: StreamSource): number | undefined {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices } = streams;
  if (!(relativeIndices instanceof Uint8Array) || relativeIndices.length !== codes.length) return undefined;
  if (codes.length >= 2 ** 31) return undefined;
  const starts = memory.lent(take, Uint32Array.from(streamStart.subarray(0, pes)));
  const own = {
    pointers: memory.lent(take, pointers),
    codes: memory.lent(take, codes),
    indices: memory.lent(take, relativeIndices),
  };
  return putRecord(memory, take, Streams, { ...own, starts, pes });
}

/** Streams that were walked, so many columns of them: who reads some looks how far they reach, and then decodes them. */
const walked = new WeakMap<StreamSource, { readonly columns: number; readonly localRows: Float64Array }>();

/** Undefined where streams are not as they should be, too. */
function localRowsByKernel(kernels: Loaded, streams: StreamSource, columns: number): Float64Array | undefined {
  const known = walked.get(streams);
  if (known?.columns === columns) return known.localRows;
  const localRows = walkedByKernel(kernels, streams, columns);
  if (localRows !== undefined) walked.set(streams, { columns, localRows });
  return localRows;
}

function walkedByKernel(kernels: Loaded, streams: StreamSource, columns: number): Float64Array | undefined {
  const { call, memory } = kernels;
  const { processingElements: pes, codes } = streams;
  return memory.lend((take) => {
    const at = bring(kernels, take, streams);
    if (at === undefined) return undefined;
    const rows = memory.cleared(take, 4 * pes);
    for (let from = 0; from < columns; from += CALL)
      if (call.walkStreams(at, codes.length, from, Math.min(from + CALL, columns), rows) === 0) return undefined;
    return Float64Array.from(memory.words(rows, pes));
  });
}

/** What streams hold as compressed columns of rows in ascending order, padding zeros left out. */
export interface DecodedColumns {
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
  readonly codes: Uint8Array;
}

/** Weights of the first `columns` columns. Linear in entries, and in columns x rows / 16. */
export function decodeStreams(streams: StreamSource, rows: number, columns: number): DecodedColumns {
  const kernels = loaded();
  return (kernels && decodeByKernel(kernels, streams, rows, columns)) ?? decodeStreamsTwin(streams, rows, columns);
}

/** Rows x columns / entries up to which a look at every row of a column is cheap. */
const ROWS_PER_ENTRY = 256;

function decodeByKernel(
  kernels: Loaded,
  streams: StreamSource,
  rows: number,
  columns: number,
): DecodedColumns | undefined {
  const { call, memory } = kernels;
  const { processingElements: pes, codes } = streams;
  if (rows * columns > ROWS_PER_ENTRY * codes.length) return undefined;
  const localRows = localRowsByKernel(kernels, streams, columns);
  if (localRows === undefined || localRows.some((own, p) => own > 0 && (own - 1) * pes + p >= rows)) return undefined;
  // so many of all columns; where the last ones are left out, fewer are found
  const most = codes.length - countZeros(codes);
  const [rowIndex, kept] = [new Uint32Array(most), new Uint8Array(most)];
  const columnStart = new Uint32Array(columns + 1);
  let count = 0;
  memory.lend((take) => {
    const at = bring(kernels, take, streams)!;
    const [column, ends] = [memory.cleared(take, rows + 16), take(4 * CALL)];
    const room = Math.min(most, CALL * rows);
    const [rowsAt, keptAt] = [take(4 * room), take(room)];
    for (let from = 0; from < columns; from += CALL) {
      const to = Math.min(from + CALL, columns);
      const found = call.decodeColumns(at, from, to, rows, column, rowsAt, keptAt, ends);
      rowIndex.set(memory.words(rowsAt, found), count);
      kept.set(memory.bytes(keptAt, found), count);
      for (const [k, end] of memory.words(ends, to - from).entries()) columnStart[from + k + 1] = count + end;
      count += found;
    }
  });
  return { columnStart, rowIndex: rowIndex.subarray(0, count), codes: kept.subarray(0, count) };
}

function countZeros(bytes: Uint8Array): number {
  let zeros = 0;
  for (let k = 0; k < bytes.length; k++) if (bytes[k] === 0) zeros++;
  return zeros;
}

/** Two counting sorts, first by row then by column, so that rows ascend within a column. */
export function decodeStreamsTwin(streams: StreamSource, rows: number, columns: number): DecodedColumns {
  const byRow = entriesByRow(streams, rows, columns);
  const columnStart = new Uint32Array(columns + 1);
  for (let k = 0; k < byRow.columns.length; k++) columnStart[byRow.columns[k] + 1]++;
  for (let c = 1; c < columnStart.length; c++) columnStart[c] += columnStart[c - 1];
  const cursor = columnStart.slice();
  const rowIndex = new Uint32Array(byRow.columns.length);
  const codes = new Uint8Array(byRow.columns.length);
  for (let row = 0; row < rows; row++) {
    for (let k = byRow.start[row]; k < byRow.start[row + 1]; k++) {
      const at = cursor[byRow.columns[k]]++;
      rowIndex[at] = row;
      codes[at] = byRow.codes[k];
    }
  }
  return { columnStart, rowIndex, codes };
}

/** Stored weights sorted by row; the columns of a row ascend because each stream runs column after column. Padding zeros are dropped. */
function entriesByRow(
  { processingElements: pes, pointers, streamStart, codes, relativeIndices }: StreamSource,
  rows: number,
  columns: number,
) {
  const start = new Uint32Array(rows + 1);
  const rowOf = new Uint32Array(codes.length);
  for (let p = 0; p < pes; p++) {
    for (let c = 0, i = p; c < columns; c++, i += pes) {
      const to = streamStart[p] + pointers[i + pes];
      let row = p - pes;
      for (let k = streamStart[p] + pointers[i]; k < to; k++) {
        row += (relativeIndices[k] + 1) * pes;
        rowOf[k] = row;
        if (codes[k] !== 0) start[row + 1]++;
      }
    }
  }
  for (let r = 1; r <= rows; r++) start[r] += start[r - 1];
  const cursor = start.slice();
  const columnOf = new Uint32Array(start[rows]);
  const sorted = new Uint8Array(start[rows]);
  for (let p = 0; p < pes; p++) {
    for (let c = 0, i = p; c < columns; c++, i += pes) {
      const to = streamStart[p] + pointers[i + pes];
      for (let k = streamStart[p] + pointers[i]; k < to; k++) {
        if (codes[k] === 0) continue;
        const at = cursor[rowOf[k]]++;
        columnOf[at] = c;
        sorted[at] = codes[k];
      }
    }
  }
  return { start, columns: columnOf, codes: sorted };
}

/** Pairs of code and relative index, one stream behind the other. */
export interface SplitStreams {
  readonly codes: Uint8Array;
  readonly relativeIndices: Uint8Array;
  /** All codes of each stream put together by "or", and all indices of all streams. */
  readonly codesOf: Uint32Array;
  readonly indices: number;
}

/** Splits the first counts[p] pairs of 32-bit words of each stream; of numbers that exceed a byte the lowest 8 bits are kept. */
export function splitStreams(pairs: readonly Uint32Array[], counts: readonly number[]): SplitStreams {
  const kernels = loaded();
  return kernels === undefined ? splitStreamsTwin(pairs, counts) : splitByKernel(kernels, pairs, counts);
}

export function splitStreamsTwin(pairs: readonly Uint32Array[], counts: readonly number[]): SplitStreams {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [codes, relativeIndices] = [new Uint8Array(total), new Uint8Array(total)];
  const codesOf = new Uint32Array(pairs.length);
  let indices = 0;
  let at = 0;
  for (const [p, own] of pairs.entries())
    for (let k = 0; k < counts[p]; k++, at++) {
      codes[at] = own[2 * k];
      relativeIndices[at] = own[2 * k + 1];
      codesOf[p] |= own[2 * k];
      indices |= own[2 * k + 1];
    }
  return { codes, relativeIndices, codesOf, indices: indices >>> 0 };
}

/** Pairs of a call. */
const PAIRS = 2 ** 15;

function splitByKernel(
  { call, memory }: Loaded,
  pairs: readonly Uint32Array[],
  counts: readonly number[],
): SplitStreams {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [codes, relativeIndices] = [new Uint8Array(total), new Uint8Array(total)];
  const codesOf = new Uint32Array(pairs.length);
  let indices = 0;
  memory.lend((take) => {
    const [pairsAt, codesAt, indicesAt, seen] = [take(8 * PAIRS), take(PAIRS), take(PAIRS), take(8)];
    let at = 0;
    for (const [p, own] of pairs.entries()) {
      memory.words(seen, 2).fill(0);
      for (let from = 0; from < counts[p]; from += PAIRS) {
        const now = Math.min(PAIRS, counts[p] - from);
        memory.put(pairsAt, own.subarray(2 * from, 2 * (from + now)));
        call.splitPairs(pairsAt, now, codesAt, indicesAt, seen);
        codes.set(memory.bytes(codesAt, now), at);
        relativeIndices.set(memory.bytes(indicesAt, now), at);
        at += now;
      }
      const [ofCodes, ofIndices] = memory.words(seen, 2);
      codesOf[p] = ofCodes;
      indices |= ofIndices;
    }
  });
  return { codes, relativeIndices, codesOf, indices: indices >>> 0 };
}

/** How tables of streams are laid out. */
export interface TableShape {
  /** Columns, the bias among them. */
  readonly columns: number;
  readonly lanes: number;
  readonly cellBytes: 1 | 2 | 4;
  readonly pointerBytes: 2 | 4;
}

/** Tables of streams, and whether every column ends in a weight, not in a padding zero. */
export interface TablesOfStreams {
  readonly tables: ColumnTables;
  readonly endsInWeights: boolean;
}

/** Occupancy, edge rows and pointers of every column on every PE. */
export function tablesOfStreams(streams: StreamSource, shape: TableShape): TablesOfStreams {
  const kernels = loaded();
  return (kernels && tablesByKernel(kernels, streams, shape)) ?? tablesOfStreamsTwin(streams, shape);
}

function tablesByKernel(
  kernels: Loaded,
  streams: StreamSource,
  { columns, lanes, cellBytes, pointerBytes }: TableShape,
): TablesOfStreams | undefined {
  const { call, memory } = kernels;
  if (cellBytes === 4 || localRowsByKernel(kernels, streams, columns) === undefined) return undefined;
  const cells = columns * lanes;
  return memory.lend((take) => {
    const at = bring(kernels, take, streams)!;
    const filled = (count: number, bytes: 1 | 2 | 4, value: number) => {
      const to = take(count * bytes);
      memory.unsigned(to, count, bytes).fill(value);
      return to;
    };
    const rows = {
      occupancy: filled(cells, cellBytes, 0),
      firstRows: filled(cells, cellBytes, -1),
      lastRows: filled(cells, cellBytes, missingLastRow({ cellBytes })),
    };
    const pointers = filled(cells + lanes, pointerBytes, 0);
    const own = putRecord(memory, take, StreamTables, { lanes, ...rows, pointers, endsInPadding: 0 });
    for (let from = 0; from < columns; from += CALL)
      call.tablesOfStreams(at, own, from, Math.min(from + CALL, columns), cellBytes, pointerBytes);
    const table = (to: number) => memory.unsigned(to, cells, cellBytes).slice();
    return {
      tables: {
        occupancy: table(rows.occupancy),
        firstRows: table(rows.firstRows),
        lastRows: table(rows.lastRows),
        pointers: memory.unsigned(pointers, cells + lanes, pointerBytes).slice() as ColumnTables['pointers'],
      },
      endsInWeights: fieldOf(memory, own, StreamTables, 'endsInPadding') === 0,
    };
  });
}

export function tablesOfStreamsTwin(
  { processingElements: pes, pointers, streamStart, codes, relativeIndices }: StreamSource,
  { columns, lanes, cellBytes, pointerBytes }: TableShape,
): TablesOfStreams {
  const rows = emptyRows({ lanes, cellBytes }, columns);
  const { occupancy, firstRows, lastRows } = rows;
  firstRows.fill(-1);
  lastRows.fill(missingLastRow({ cellBytes }));
  const ownPointers = new (pointerBytes === 2 ? Uint16Array : Uint32Array)((columns + 1) * lanes);
  let endsInWeights = true;
  for (let p = 0; p < pes; p++) {
    const start = streamStart[p];
    for (let c = 0, i = p, to = p; c < columns; c++, i += pes, to += lanes) {
      const entries = pointers[i + pes] - pointers[i];
      ownPointers[to + lanes] = pointers[i + pes];
      occupancy[to] = Math.max(1, entries);
      if (entries === 0) continue;
      const from = start + pointers[i];
      let row = -1;
      for (let k = from; k < from + entries; k++) row += relativeIndices[k] + 1;
      if (codes[from] !== 0) firstRows[to] = relativeIndices[from];
      if (codes[from + entries - 1] !== 0) lastRows[to] = row;
      else endsInWeights = false;
    }
  }
  return { tables: { ...rows, pointers: ownPointers }, endsInWeights };
}
