import { Moved, Products } from '../../../generated/kernels.ts';
import { bringColumns, type HeldColumns, shiftOf } from '../columns.ts';
import { placesOf } from '../kept-tables.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { putRecord } from '../record.ts';
import { BEHIND, putTimed } from './timing.ts';
import { arePlain, hasLines } from './traffic.ts';

/** What many products with the same weights send, one behind the other. */
export interface SentItems {
  /** Columns of the items of all products; the bias is that behind the last input. */
  readonly columns: Uint32Array;
  /** Where the items of each product end. */
  readonly ends: Uint32Array;
}

/** What decides what products take: a product begins with empty queues, and no line is held. */
export interface ProductRules {
  /** Inputs of a product. */
  readonly inputs: number;
  /** Positions of a queue. */
  readonly depth: number;
  readonly entriesPerLine: number;
}

/** Sums over some products: per PE where they are lists. */
export interface ProductSums {
  readonly cycles: number;
  readonly scanCycles: number;
  readonly stallCycles: number;
  readonly blocked: Uint32Array;
  readonly bypasses: Uint32Array;
  readonly entries: Uint32Array;
  readonly emptyColumns: Uint32Array;
  /** Those of the empty columns that start behind the end of their product. */
  readonly emptyBehind: Uint32Array;
  readonly lineReads: Uint32Array;
}

/** Products of a call. */
const CALL = 32;
/** Sums of a PE, in the order in which they lie. */
const SUMS = ['blocked', 'bypasses', 'entries', 'filled', 'lineReads', 'behind'] as const;

/**
 * Scan, timing, waits, bypasses and line reads of many products, drained to their ends (eie-timing section 8), added up for each part of so many products. Undefined where
 * the kernel does not take them: its twin are the passes of one product behind the other.
 */
export function countProducts(
  sent: SentItems,
  parts: readonly number[],
  held: HeldColumns,
  rules: ProductRules,
): readonly ProductSums[] | undefined {
  const kernels = loaded();
  const { tables, cellBytes } = held;
  if (kernels === undefined || tables === undefined || cellBytes === 4 || !hasLines(held, rules.entriesPerLine))
    return undefined;
  const narrow = cellBytes === 1 ? byKernel(kernels, sent, parts, held, rules, 1) : undefined;
  return narrow ?? byKernel(kernels, sent, parts, held, rules, 2);
}

/** Undefined where a lag does not fit the lanes, or a sum 32 bits. */
function byKernel(
  { call, memory }: Loaded,
  { columns, ends }: SentItems,
  parts: readonly number[],
  held: HeldColumns,
  { inputs, depth, entriesPerLine }: ProductRules,
  laneBytes: 1 | 2,
): readonly ProductSums[] | undefined {
  const { lanes, processingElements: pes, cellBytes } = held;
  const { pointers, pointerBytes } = placesOf(held.tables!, memory);
  const most = mostItems(ends);
  return memory.lend((take) => {
    const rowOf = (bytes: number) => take(lanes * bytes);
    const sumBytes = SUMS.length * 4 * lanes + 24;
    const sumsAt = take(sumBytes);
    const [blocked, bypasses, entries, filled, lineReads, behind, totals] = [...SUMS, 'totals'].map(
      (_, k) => sumsAt + k * 4 * lanes,
    );
    const { record: timed } = putTimed(memory, take, { lanes, laneBytes, depth, most, bypasses, blocked });
    const read = putRecord(memory, take, Moved, {
      columns: 0,
      pointers,
      lanes,
      perLine: entriesPerLine,
      shift: shiftOf(entriesPerLine),
      isPlain: arePlain(held, entriesPerLine) ? 1 : 0,
      entries: rowOf(pointerBytes),
      filled: rowOf(pointerBytes),
      lineReads: rowOf(pointerBytes),
      held: rowOf(pointerBytes),
      constants: take(32),
    });
    const columnsAt = take(columns.byteLength + 4 * BEHIND);
    memory.put(columnsAt, columns);
    const products = putRecord(memory, take, Products, {
      columns: columnsAt,
      ends: memory.lent(take, ends),
      inputs,
      held: bringColumns(held, memory, take),
      timed,
      moved: read,
      laneBytes,
      cellBytes,
      pointerBytes,
      seen: rowOf(laneBytes),
      entries,
      filled,
      lineReads,
      behind,
      totals,
    });
    const found: ProductSums[] = [];
    let from = 0;
    for (const part of parts) {
      const to = from + part;
      memory.bytes(sumsAt, sumBytes).fill(0);
      for (let k = from; k < to; k += CALL)
        if (call.countProducts(products, k, Math.min(k + CALL, to)) === 1) return undefined;
      const [cycles, scanCycles, stallCycles] = memory.doubles(totals, 3);
      // no other sum exceeds that of the cycles
      if (cycles >= 2 ** 32) return undefined;
      const sums = memory.words(sumsAt, sumBytes / 4).slice();
      const list = (name: (typeof SUMS)[number]) => {
        const at = SUMS.indexOf(name) * lanes;
        return sums.subarray(at, at + pes);
      };
      const items = (to === 0 ? 0 : ends[to - 1]) - (from === 0 ? 0 : ends[from - 1]);
      const emptyColumns = list('filled');
      for (let p = 0; p < pes; p++) emptyColumns[p] = items - emptyColumns[p];
      found.push({
        cycles,
        scanCycles,
        stallCycles,
        blocked: list('blocked'),
        bypasses: list('bypasses'),
        entries: list('entries'),
        emptyColumns,
        emptyBehind: list('behind'),
        lineReads: list('lineReads'),
      });
      from = to;
    }
    return found;
  });
}

/** Items of the longest product. */
export function mostItems(ends: Uint32Array): number {
  let most = 0;
  for (let k = 0, from = 0; k < ends.length; from = ends[k++]) most = Math.max(most, ends[k] - from);
  return most;
}
