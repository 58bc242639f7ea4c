import {
  bringColumns,
  type Cells,
  type ColumnTables,
  countColumn,
  emptyRows,
  type HeldColumns,
  missingLastRow,
  placeParts,
} from './columns.ts';
import { type Loaded, loaded } from './loaded.ts';

/** Columns that a call counts. */
const CALL = 64;

/** What each PE holds of each column, the bias behind the last, counted from the compressed columns. */
export function countTables(held: HeldColumns): ColumnTables {
  const kernels = loaded();
  if (kernels === undefined || held.cellBytes === 4) return countTablesTwin(held);
  const { source, processingElements: pes } = held;
  const isFar = source.columnStart.at(-1)! > pes * 0xffff;
  return byKernel(kernels, held, isFar) ?? byKernel(kernels, held, true)!;
}

/** Undefined where pointers leave 16 bits and are not meant to be `far`. */
function byKernel({ call, memory }: Loaded, held: HeldColumns, isFar: boolean): ColumnTables | undefined {
  const { lanes, cellBytes, source } = held;
  const pointerBytes = isFar ? 4 : 2;
  const run =
    cellBytes === 1 ? (isFar ? call.countBytesFar : call.countBytes) : isFar ? call.countHalvesFar : call.countHalves;
  const columnCount = source.columns + 1;
  return memory.lend((take) => {
    const cells = columnCount * lanes;
    const block = () => take(cells * cellBytes);
    const bases = { occupancy: block(), firstRows: block(), lastRows: block() };
    const pointers = take((cells + lanes) * pointerBytes);
    memory.bytes(pointers, lanes * pointerBytes).fill(0);
    const parts = placeParts(held, CALL, memory, take);
    for (let from = 0; from < columnCount; from += CALL) {
      const places = parts(from);
      const isFull = memory.lend((own) =>
        run(bringColumns(held, memory, own, { ...bases, places }), pointers, from, Math.min(from + CALL, columnCount)),
      );
      if (isFull === 1) return undefined;
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
