import {
  bringColumns,
  type ColumnTables,
  countColumn,
  emptyRows,
  type HeldColumns,
  marksOf,
  missingLastRow,
  placeParts,
  ROWS,
} from './columns.ts';
import { keptTables, type TablePlaces } from './kept-tables.ts';
import { type Loaded, loaded } from './loaded.ts';

/** Columns that a call counts. */
const CALL = 64;

/** Larger tables become arrays as they are counted: of what a call may need together, little is that large. */
const LARGEST_KEPT = 64 * 2 ** 20;

/** What each PE holds of each column, the bias behind the last, counted from the compressed columns. */
export function countTables(held: HeldColumns): ColumnTables {
  const kernels = loaded();
  if (kernels === undefined || held.cellBytes === 4) return countTablesTwin(held);
  const width = entriesExpected(held) > held.processingElements * 0xffff ? 4 : 2;
  const columnCount = held.source.columns + 1;
  if (columnCount * held.lanes * (3 * held.cellBytes + width) <= LARGEST_KEPT)
    return inMemory(kernels, held, width) ?? inMemory(kernels, held, 4)!;
  const rows = emptyRows(held, columnCount);
  return { ...rows, pointers: inArrays(kernels, held, rows) };
}

/** Their pointers alone. */
export function countPointers(held: HeldColumns): ColumnTables['pointers'] {
  const kernels = loaded();
  return kernels === undefined || held.cellBytes === 4 ? countTablesTwin(held).pointers : inArrays(kernels, held);
}

/** With the padding zeros of weights that lie anywhere: a gap goes on for so many rows with a probability that is a power. Tables that turn out too narrow are counted twice. */
function entriesExpected({ source: { rows, columnStart }, indexBits }: HeldColumns): number {
  const weights = columnStart.at(-1)!;
  const density = weights / (rows * (columnStart.length - 1));
  return indexBits === null || weights === 0 ? weights : weights / (1 - (1 - density) ** (2 ** indexBits));
}

/** Counts columns [from, to) into tables at these addresses, as if column 0 stood there. Returns false where pointers have left 16 bits. */
type Count = (into: TablePlaces, from: number, to: number) => boolean;

function counter({ call, memory }: Loaded, held: HeldColumns, take: (bytes: number) => number): Count {
  const run = held.cellBytes === 1 ? [call.countBytes, call.countBytesFar] : [call.countHalves, call.countHalvesFar];
  const [parts, marks] = [placeParts(held, CALL, memory, take), marksOf(held, memory, take)];
  return (into, from, to) => {
    const places = parts(from);
    const { pointers, pointerBytes } = into;
    return memory.lend(
      (own) =>
        run[pointerBytes === 2 ? 0 : 1](
          bringColumns(held, memory, own, { ...into, places, marks }),
          pointers,
          from,
          to,
        ) === 0,
    );
  };
}

/** Undefined where pointers leave their 16 bits. */
function inMemory(kernels: Loaded, held: HeldColumns, width: 2 | 4): ColumnTables | undefined {
  const { memory } = kernels;
  const columnCount = held.source.columns + 1;
  let fits = true;
  const tables = keptTables(memory, held, width, (into) =>
    memory.lend((take) => {
      memory.bytes(into.pointers, held.lanes * width).fill(0);
      const count = counter(kernels, held, take);
      for (let from = 0; from < columnCount && fits; from += CALL)
        fits = count(into, from, Math.min(from + CALL, columnCount));
    }),
  );
  if (fits) return tables;
  memory.letGo(tables);
  return undefined;
}

/** Some columns at a time; `rows` are filled where they are asked for. */
function inArrays(kernels: Loaded, held: HeldColumns, rows?: Omit<ColumnTables, 'pointers'>): ColumnTables['pointers'] {
  const { memory } = kernels;
  const { lanes, cellBytes, source, processingElements: pes } = held;
  const columnCount = source.columns + 1;
  const isFar = source.columnStart.at(-1)! > pes * 0xffff;
  let pointers = new (isFar ? Uint32Array : Uint16Array)((columnCount + 1) * lanes);
  memory.lend((take) => {
    const blocks = ROWS.map(() => take(CALL * lanes * cellBytes));
    const before = take(4 * lanes * (CALL + 1));
    const count = counter(kernels, held, take);
    for (let from = 0; from < columnCount; ) {
      const to = Math.min(from + CALL, columnCount);
      // the addresses that column 0 would have: those of 32 bits wrap around
      const [occupancy, firstRows, lastRows] = blocks.map((at) => at - from * lanes * cellBytes);
      const width = pointers.BYTES_PER_ELEMENT as 2 | 4;
      memory.put(before, pointers.subarray(from * lanes, (from + 1) * lanes));
      const into = { occupancy, firstRows, lastRows, pointers: before - from * lanes * width, pointerBytes: width };
      if (!count(into, from, to)) {
        // a PE holds more than 16 bits count
        pointers = new Uint32Array(pointers);
        continue;
      }
      if (rows)
        for (const [k, name] of ROWS.entries()) memory.get(blocks[k], rows[name].subarray(from * lanes, to * lanes));
      memory.get(before + lanes * width, pointers.subarray((from + 1) * lanes, (to + 1) * lanes));
      from = to;
    }
  });
  return pointers;
}

export function countTablesTwin(held: HeldColumns): ColumnTables {
  const { processingElements: pes, lanes, source } = held;
  const columnCount = source.columns + 1;
  const rows = emptyRows(held, columnCount);
  const pointers = new Uint32Array((columnCount + 1) * lanes);
  const none = missingLastRow(held);
  for (let c = 0, at = 0; c < columnCount; c++, at += lanes) {
    countColumn(held, c, rows, at);
    for (let p = at; p < at + pes; p++)
      pointers[p + lanes] = pointers[p] + (rows.lastRows[p] === none ? 0 : rows.occupancy[p]);
  }
  const isFar = pointers.subarray(columnCount * lanes).some((entries) => entries > 0xffff);
  return { ...rows, pointers: isFar ? pointers : Uint16Array.from(pointers) };
}
