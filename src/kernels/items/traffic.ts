import { Moved } from '../../../generated/kernels.ts';
import { type HeldColumns, shiftOf } from '../columns.ts';
import { placesOf, pointersBefore } from '../kept-tables.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { putRecord } from '../record.ts';
import { countTables } from '../tables.ts';
import { type Traffic, walkedTraffic } from './walked-traffic.ts';

export type { Traffic } from './walked-traffic.ts';

/** Items of a call. */
const CALL = 256;

/**
 * A line is read when an entry's line differs from that of the entry before it on this PE, in whatever column; `columns` are those of the items, ascending.
 * `heldLine` is the line that a PE is taken to hold at the start: -1 for none.
 */
export function traffic(columns: Uint32Array, held: HeldColumns, entriesPerLine: number, heldLine: number): Traffic {
  const kernels = loaded();
  const { tables } = held;
  if (tables === undefined) return walked(columns, held, entriesPerLine, heldLine);
  return kernels === undefined || !hasLines(held, entriesPerLine)
    ? trafficTwin(columns, held, entriesPerLine, heldLine)
    : byKernel(kernels, columns, held, entriesPerLine, heldLine);
}

/** Whether lines are shifts, or quotients that single precision holds exactly. */
export function hasLines(held: HeldColumns, entriesPerLine: number): boolean {
  return (
    shiftOf(entriesPerLine) < 32 ||
    pointersBefore(held.tables!, held.source.columns + 1, held.lanes).every((entries) => entries < 2 ** 24)
  );
}

/** Whether lines are told by where they begin and end: those are shifts, and a pointer holds the ends of all. */
export function arePlain(held: HeldColumns, entriesPerLine: number): boolean {
  if (shiftOf(entriesPerLine) === 32) return false;
  const behind = pointersBefore(held.tables!, held.source.columns + 1, held.lanes);
  const most = 2 ** (8 * behind.BYTES_PER_ELEMENT) - entriesPerLine;
  for (let lane = 0; lane < behind.length; lane++) if (behind[lane] > most) return false;
  return true;
}

function byKernel(
  { call, memory }: Loaded,
  columns: Uint32Array,
  held: HeldColumns,
  entriesPerLine: number,
  heldLine: number,
): Traffic {
  const { lanes, processingElements: pes } = held;
  const { pointers, pointerBytes } = placesOf(held.tables!, memory);
  const isNarrow = pointerBytes === 2;
  const run = isNarrow ? call.readHalves : call.readWords;
  return memory.lend((take) => {
    const row = lanes * pointerBytes;
    const sums = memory.cleared(take, 4 * row);
    const lanesAt = (at: number, count: number) => memory.unsigned(at, count, pointerBytes);
    // a line of one entry apart no entry of pointers of 16 bits has line 0xffff
    const isNever = heldLine < 0 || (isNarrow && heldLine >= 0xffff);
    const isPlain = isNever && arePlain(held, entriesPerLine);
    if (!isPlain) lanesAt(sums + 3 * row, lanes).fill(isNever ? -1 : heldLine);
    const moved = putRecord(memory, take, Moved, {
      columns: memory.lent(take, columns),
      pointers,
      lanes,
      perLine: entriesPerLine,
      shift: shiftOf(entriesPerLine),
      isPlain: isPlain ? 1 : 0,
      entries: sums,
      filled: sums + row,
      lineReads: sums + 2 * row,
      held: sums + 3 * row,
      constants: take(32),
    });
    for (let from = 0; from < columns.length; from += CALL) run(moved, from, Math.min(from + CALL, columns.length));
    const found = (k: number) => Uint32Array.from(lanesAt(sums + k * row, pes));
    const filled = lanesAt(sums + row, pes);
    const emptyColumns = new Uint32Array(pes);
    for (let p = 0; p < pes; p++) emptyColumns[p] = columns.length - filled[p];
    return { entries: found(0), emptyColumns, lineReads: found(2) };
  });
}

export function trafficTwin(
  columns: Uint32Array,
  held: HeldColumns,
  entriesPerLine: number,
  heldLine: number,
): Traffic {
  const { lanes, processingElements: pes } = held;
  const { pointers } = held.tables!;
  const entries = new Uint32Array(pes);
  const emptyColumns = new Uint32Array(pes);
  const lineReads = new Uint32Array(pes);
  const line = new Int32Array(pes).fill(heldLine);
  for (let n = 0; n < columns.length; n++) {
    const at = columns[n] * lanes;
    for (let p = 0; p < pes; p++) {
      const from = pointers[at + p];
      const to = pointers[at + lanes + p];
      if (from === to) {
        emptyColumns[p]++;
        continue;
      }
      const first = Math.floor(from / entriesPerLine);
      const last = Math.floor((to - 1) / entriesPerLine);
      entries[p] += to - from;
      lineReads[p] += last - first + (first === line[p] ? 0 : 1);
      line[p] = last;
    }
  }
  return { entries, emptyColumns, lineReads };
}

/** Entries of each PE, the bias among them: where there are no tables to look them up. */
export function allEntries(held: HeldColumns): Uint32Array {
  const { tables: _tables, ...counted } = held;
  const columns = Uint32Array.from({ length: held.source.columns + 1 }, (_, column) => column);
  return walked(columns, counted, 1, -1).entries;
}

/** Without tables: all columns are counted, those that are not sent too, because they move the addresses of what follows. */
function walked(columns: Uint32Array, held: HeldColumns, entriesPerLine: number, heldLine: number): Traffic {
  return (
    walkedTraffic(columns, held, entriesPerLine, heldLine) ??
    traffic(columns, { ...held, tables: countTables(held) }, entriesPerLine, heldLine)
  );
}
