import { Moved } from '../../../generated/kernels.ts';
import { bringColumns, type HeldColumns, marksOf, placeParts, shiftOf } from '../columns.ts';
import { loaded } from '../loaded.ts';
import { putRecord } from '../record.ts';

/** Work of each PE over all items, independent of timing (eie-timing sections 3 and 4). */
export interface Traffic {
  /** Entries processed, padding zeros included. */
  readonly entries: Uint32Array;
  readonly emptyColumns: Uint32Array;
  /** Lines read from the sparse-matrix memory. */
  readonly lineReads: Uint32Array;
}

/** Columns of a call. */
const CALL = 64;

/** Entries of each PE, the bias among them, where a walk has counted all columns. */
const totals = new WeakMap<HeldColumns, Uint32Array>();

export function entriesWalked(held: HeldColumns): Uint32Array | undefined {
  return totals.get(held);
}

/** What traffic (traffic.ts) finds, of columns that have no tables. Undefined where the kernel cannot tell: without kernels, of words of 32 bits, of lines that single precision does not hold. */
export function walkedTraffic(
  columns: Uint32Array,
  held: HeldColumns,
  perLine: number,
  heldLine: number,
): Traffic | undefined {
  const kernels = loaded();
  const { source, lanes, cellBytes, processingElements: pes } = held;
  const count = source.columns + 1;
  const shift = shiftOf(perLine);
  const isExact = shift < 32 || Math.ceil(source.rows / pes) * count < 2 ** 24;
  if (kernels === undefined || cellBytes === 4 || !isExact) return undefined;
  const { call, memory } = kernels;
  const isShort =
    cellBytes === 1 && shift < 32 && heldLine < 0 && Math.ceil(source.rows / pes) * count + perLine < 2 ** 16;
  const run = isShort ? call.walkShort : cellBytes === 1 ? call.walkBytes : call.walkHalves;
  return memory.lend((take) => {
    const row = (value: number) => {
      const at = take(4 * lanes);
      memory.words(at, lanes).fill(value);
      return at;
    };
    const [entries, filled, lineReads] = [row(0), row(0), row(0)];
    const cells = () => take(lanes * cellBytes);
    const rows = { occupancy: cells(), firstRows: cells(), lastRows: cells() };
    const [parts, marks] = [placeParts(held, CALL, memory, take), marksOf(held, memory, take)];
    const address = row(0);
    const moved = putRecord(memory, take, Moved, {
      columns: memory.lent(take, columns),
      pointers: 0,
      lanes,
      perLine,
      shift,
      isPlain: 0,
      entries,
      filled,
      lineReads,
      held: row(isShort ? 0 : heldLine),
      constants: 0,
    });
    for (let from = 0, item = 0; from < count; from += CALL) {
      const places = parts(from);
      item = memory.lend((own) => {
        const all = bringColumns(held, memory, own, { ...rows, places, marks });
        return run(all, moved, address, from, Math.min(from + CALL, count), item, columns.length);
      });
    }
    const found = (at: number) => Uint32Array.from(memory.unsigned(at, pes, isShort ? 2 : 4));
    totals.set(held, found(address));
    return {
      entries: found(entries),
      emptyColumns: found(filled).map((some) => columns.length - some),
      lineReads: found(lineReads).map((lines) => (isShort ? lines >>> shift : lines)),
    };
  });
}
