import {
  bringColumns,
  type Cells,
  type ColumnTables,
  countColumn,
  emptyRows,
  type HeldColumns,
  marksOf,
  missingLastRow,
  placeParts,
} from './columns.ts';
import { type Loaded, loaded } from './loaded.ts';

/** Columns that a call counts. */
const CALL = 64;

/** What each PE holds of each column, the bias behind the last, counted from the compressed columns. */
export function countTables(held: HeldColumns): ColumnTables {
  const kernels = loaded();
  return kernels === undefined || held.cellBytes === 4 ? countTablesTwin(held) : byKernel(kernels, held);
}

function byKernel({ call, memory }: Loaded, held: HeldColumns): ColumnTables {
  const { lanes, cellBytes, source, processingElements: pes } = held;
  const columnCount = source.columns + 1;
  const cells = columnCount * lanes;
  const [near, far] = cellBytes === 1 ? [call.countBytes, call.countBytesFar] : [call.countHalves, call.countHalvesFar];
  return memory.lend((take) => {
    const block = () => take(cells * cellBytes);
    const bases = { occupancy: block(), firstRows: block(), lastRows: block() };
    const [parts, marks] = [placeParts(held, CALL, memory, take), marksOf(held, memory, take)];
    let isFar = source.columnStart.at(-1)! > pes * 0xffff;
    let pointers = take((cells + lanes) * (isFar ? 4 : 2));
    memory.bytes(pointers, lanes * (isFar ? 4 : 2)).fill(0);
    for (let from = 0; from < columnCount; from += CALL) {
      const places = parts(from);
      const isFull = memory.lend((own) => {
        const columns = bringColumns(held, memory, own, { ...bases, places, marks });
        return (isFar ? far : near)(columns, pointers, from, Math.min(from + CALL, columnCount));
      });
      if (isFull === 0) continue;
      // a PE has more than 16 bits count: goes on in 32
      const [known, narrow] = [(from + 1) * lanes, pointers];
      pointers = take((cells + lanes) * 4);
      memory.words(pointers, known).set(memory.halves(narrow, known));
      isFar = true;
      from -= CALL;
    }
    const table = (at: number): Cells => (cellBytes === 1 ? memory.bytes(at, cells) : memory.halves(at, cells)).slice();
    return {
      occupancy: table(bases.occupancy),
      firstRows: table(bases.firstRows),
      lastRows: table(bases.lastRows),
      pointers: (isFar ? memory.words(pointers, cells + lanes) : memory.halves(pointers, cells + lanes)).slice(),
    };
  });
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
