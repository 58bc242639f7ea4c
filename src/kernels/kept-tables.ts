import type { LinearMemory } from './linear-memory.ts';

export type Cells = Uint8Array | Uint16Array | Uint32Array;

/** What each PE holds of each column, [column][lane]; the bias column is the last. */
export interface ColumnTables {
  /** max(1, entries): cycles that a column occupies a PE; 0 in spare lanes. */
  readonly occupancy: Cells;
  /** Local row of the first entry; a value that no row has where the column is empty or starts with a padding zero. */
  readonly firstRows: Cells;
  /** The same of the last entry; the missing value differs from that of firstRows, so an equal pair is always a real row. */
  readonly lastRows: Cells;
  /** Entries of a PE before each column, and behind the last. */
  readonly pointers: Uint16Array | Uint32Array;
}

/** Where tables lie in the kernels' memory. */
export type TablePlaces = Readonly<Record<keyof ColumnTables, number>> & { readonly pointerBytes: 2 | 4 };

/** Tables that a kernel made, with the memory where they are. */
interface Kept {
  readonly memory: LinearMemory;
  readonly places: () => TablePlaces;
}

const kept = new WeakMap<ColumnTables, Kept>();

/**
 * Tables that a kernel makes where they are needed, in its memory. Arrays are made of those that somebody reads.
 * @param fill makes them: at once, and again where others needed the room meanwhile
 */
export function keptTables(
  memory: LinearMemory,
  {
    lanes,
    cellBytes,
    source,
  }: { readonly lanes: number; readonly cellBytes: 1 | 2 | 4; readonly source: { readonly columns: number } },
  pointerBytes: 2 | 4,
  fill: (places: TablePlaces) => void,
): ColumnTables {
  const cells = (source.columns + 1) * lanes;
  const size = cells * cellBytes;
  const bytes = 3 * size + (cells + lanes) * pointerBytes;
  const placesAt = (at: number): TablePlaces => ({
    occupancy: at,
    firstRows: at + size,
    lastRows: at + 2 * size,
    pointers: at + 3 * size,
    pointerBytes,
  });
  const tables = {} as ColumnTables;
  const places = () => placesAt(memory.keep(tables, 'tables', bytes, (at) => fill(placesAt(at))));
  kept.set(tables, { memory, places });
  for (const name of ['occupancy', 'firstRows', 'lastRows', 'pointers'] as const) {
    const [count, width] = name === 'pointers' ? [cells + lanes, pointerBytes] : [cells, cellBytes];
    let array: Cells | undefined;
    const get = () => (array ??= memory.unsigned(places()[name], count, width).slice());
    Object.defineProperty(tables, name, { enumerable: true, get });
  }
  places();
  return tables;
}

/** Where tables lie, for the time of a call. */
export function placesOf(tables: ColumnTables, memory: LinearMemory): TablePlaces {
  const own = kept.get(tables);
  if (own !== undefined) return own.places();
  const { occupancy, firstRows, lastRows, pointers } = tables;
  return {
    occupancy: memory.moved(occupancy),
    firstRows: memory.moved(firstRows),
    lastRows: memory.moved(lastRows),
    pointers: memory.moved(pointers),
    pointerBytes: pointers instanceof Uint16Array ? 2 : 4,
  };
}

/** Entries of each lane before a column, good until a kernel is called. */
export function pointersBefore(tables: ColumnTables, column: number, lanes: number): Cells {
  const own = kept.get(tables);
  const from = column * lanes;
  if (own === undefined) return tables.pointers.subarray(from, from + lanes);
  const { pointers, pointerBytes } = own.places();
  return own.memory.unsigned(pointers + from * pointerBytes, lanes, pointerBytes);
}
