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
import { type Loaded, loaded } from './loaded.ts';

/** Columns that a call counts. */
const CALL = 64;

/** What each PE holds of each column, the bias behind the last, counted from the compressed columns. */
export function countTables(held: HeldColumns): ColumnTables {
  const kernels = loaded();
  if (kernels === undefined || held.cellBytes === 4) return countTablesTwin(held);
  const rows = emptyRows(held, held.source.columns + 1);
  return { ...rows, pointers: byKernel(kernels, held, rows) };
}

/** Their pointers alone. */
export function countPointers(held: HeldColumns): ColumnTables['pointers'] {
  const kernels = loaded();
  return kernels === undefined || held.cellBytes === 4 ? countTablesTwin(held).pointers : byKernel(kernels, held);
}

/** Counts some columns at a time; `rows` are filled where they are asked for. */
function byKernel(
  { call, memory }: Loaded,
  held: HeldColumns,
  rows?: Omit<ColumnTables, 'pointers'>,
): ColumnTables['pointers'] {
  const { lanes, cellBytes, source, processingElements: pes } = held;
  const columnCount = source.columns + 1;
  const run = cellBytes === 1 ? [call.countBytes, call.countBytesFar] : [call.countHalves, call.countHalvesFar];
  const isFar = source.columnStart.at(-1)! > pes * 0xffff;
  let pointers = new (isFar ? Uint32Array : Uint16Array)((columnCount + 1) * lanes);
  memory.lend((take) => {
    const blocks = ROWS.map(() => take(CALL * lanes * cellBytes));
    const before = take(4 * lanes * (CALL + 1));
    const [parts, marks] = [placeParts(held, CALL, memory, take), marksOf(held, memory, take)];
    for (let from = 0; from < columnCount; ) {
      const to = Math.min(from + CALL, columnCount);
      const places = parts(from);
      // the addresses that column 0 would have: those of 32 bits wrap around
      const [occupancy, firstRows, lastRows] = blocks.map((at) => at - from * lanes * cellBytes);
      const bases = { occupancy, firstRows, lastRows, places, marks };
      const width = pointers.BYTES_PER_ELEMENT;
      memory.put(before, pointers.subarray(from * lanes, (from + 1) * lanes));
      const isFull = memory.lend((own) =>
        run[(width / 4) | 0](bringColumns(held, memory, own, bases), before - from * lanes * width, from, to),
      );
      if (isFull) {
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
