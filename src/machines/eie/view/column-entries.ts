import { entriesOfColumn } from '../../../kernels/columns.ts';
import { localRowsBefore, rowsOfColumn } from '../../../kernels/dense-column.ts';
import { rowsByColumn } from '../../../kernels/weights/rows-by-column.ts';
import type { InterleavedStreams } from '../../../network/interleaved-streams.ts';
import type { WeightMatrix } from '../../../network/layer.ts';
import type { WatchedLayer } from './watched-layer.ts';

type Watched = Pick<WatchedLayer, 'held' | 'layer'>;

/** What a PE stores of a column. */
export interface ColumnEntry {
  /** Of the matrix; of a padding zero the row where it stands. */
  readonly row: number;
  /** 0 is a padding zero; null where the machine stores every row and no codes. */
  readonly code: number | null;
  readonly relativeIndex: number;
}

/** The entries of a column on each of these PEs, without those of other columns: a layer may be far larger than what is looked at. */
export function columnEntries(watched: Watched, column: number, pes: readonly number[]): ColumnEntry[][] {
  const { held, layer } = watched;
  if (held.carried !== undefined) return pes.map((p) => ofStream(held.carried!, column, p));
  if (held.indexBits === null) return pes.map((p) => allRows(layer.matrix, column, p, held.processingElements));
  return dealt(held.source, column, pes, { all: held.processingElements, jump: 2 ** held.indexBits });
}

function ofStream(streams: InterleavedStreams, column: number, p: number): ColumnEntry[] {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices } = streams;
  const found: ColumnEntry[] = [];
  let local = -1;
  for (let k = pointers[column * pes + p]; k < pointers[(column + 1) * pes + p]; k++) {
    const at = streamStart[p] + k;
    local += relativeIndices[at] + 1;
    found.push({ row: local * pes + p, code: codes[at], relativeIndex: relativeIndices[at] });
  }
  return found;
}

/** A machine without an index stores every row and no padding. */
function allRows(matrix: WeightMatrix, column: number, p: number, pes: number): ColumnEntry[] {
  const [from, to] = rowsOfColumn(matrix, column);
  if (column === matrix.columns && !matrix.hasBias) return [];
  const [first, behind] = [localRowsBefore(from, p, pes), localRowsBefore(to, p, pes)];
  return Array.from({ length: behind - first }, (_, k) => ({
    row: (first + k) * pes + p,
    code: null,
    relativeIndex: 0,
  }));
}

/** Row r lies on PE r mod PEs; a gap of d of its rows is bridged by floor(d / jump) padding zeros (EIE section III.B). */
function dealt(
  matrix: WeightMatrix,
  column: number,
  pes: readonly number[],
  { all, jump }: { readonly all: number; readonly jump: number },
): ColumnEntry[][] {
  const { columnStart, weights } = matrix;
  const found: ColumnEntry[][] = pes.map(() => []);
  if (column + 1 >= columnStart.length) return found;
  const slots = new Map(pes.map((p, slot) => [p, slot]));
  const next = new Int32Array(pes.length);
  const from = columnStart[column];
  const rows = rowsByColumn(matrix)(column);
  for (let k = 0; k < rows.length; k++) {
    const p = rows[k] % all;
    const slot = slots.get(p);
    if (slot === undefined) continue;
    const local = (rows[k] - p) / all;
    const own = found[slot];
    let at = next[slot];
    for (; local - at >= jump; at += jump)
      own.push({ row: (at + jump - 1) * all + p, code: 0, relativeIndex: jump - 1 });
    own.push({
      row: rows[k],
      code: weights.kind === 'shared' ? weights.codes[from + k] : 1,
      relativeIndex: local - at,
    });
    next[slot] = local + 1;
  }
  return found;
}

/** Entries of a PE, one of these, before a column. */
export type EntriesBefore = (column: number, p: number) => number;

export function entriesBefore({ held }: Watched, pes: readonly number[]): EntriesBefore {
  const { tables, lanes, source } = held;
  if (tables !== undefined) return (column, p) => tables.pointers[column * lanes + p];
  const sums = new Uint32Array((source.columns + 2) * pes.length);
  for (let column = 0; column <= source.columns; column++) {
    const entries = entriesOfColumn(held, column);
    for (const [slot, p] of pes.entries()) {
      const at = column * pes.length + slot;
      sums[at + pes.length] = sums[at] + entries[p];
    }
  }
  const slots = new Map(pes.map((p, slot) => [p, slot]));
  return (column, p) => sums[column * pes.length + slots.get(p)!];
}
