import { type Budget, simulationBudget } from '../base/budget.ts';
import { type ColumnTables, dealtTo, entriesOfColumn, type HeldColumns } from '../kernels/columns.ts';
import { allEntries } from '../kernels/items/traffic.ts';
import { entriesWalked } from '../kernels/items/walked-traffic.ts';
import { pointersBefore } from '../kernels/kept-tables.ts';
import { countTables } from '../kernels/tables.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { WeightMatrix } from '../network/layer.ts';
import { whenRead } from '../network/when-read.ts';
import { columnTables } from './column-tables.ts';
import { encode } from './encode.ts';

/** The weights of a layer as the PEs of a machine hold them: what timing and traffic need. Codes and indices are only made where something asks for them. */
export interface HeldWeights extends HeldColumns {
  readonly source: WeightMatrix;
  /** Entries of each PE, padding zeros and the bias among them. */
  readonly entriesPerElement: Uint32Array;
  /** Those of the bias, over all PEs. */
  readonly biasEntries: number;
  /** Whether the last entry of every column on every PE is a weight, as it is where padding only bridges gaps. */
  readonly endsInWeights: boolean;
  /** Streams that the weights came as; absent where `encode` says what they are. */
  readonly carried?: InterleavedStreams;
}

/** Tables up to this size are made for every layer ... */
const SMALL_TABLES = 64 * 2 ** 20;
/** ... and larger ones where a non-zero takes no more than this: many PEs hold nothing of most columns, and then their rows are counted when they are needed. */
const TABLE_BYTES_PER_WEIGHT = 8;

/**
 * Deals the rows of a matrix to PEs (EIE section III.B): row r goes to PE r mod PEs; a gap of d rows is bridged by floor(d / 2^indexBits) padding zeros. `indexBits`
 * null stores every row. Linear in rows, columns and stored weights.
 */
export function holdWeights(
  matrix: WeightMatrix,
  processingElements: number,
  indexBits: number | null,
  budget = simulationBudget(),
): HeldWeights {
  const { weights } = matrix;
  // a stored weight with the code of padding is padding to the machine
  if (indexBits !== null && weights.kind === 'shared' && weights.codesBelow === undefined && weights.codes.includes(0))
    return holdStreams(encode(matrix, processingElements, indexBits, budget), matrix);
  const held = { ...dealtTo(matrix, processingElements, indexBits), source: matrix };
  const { lanes, cellBytes } = held;
  const tableBytes = (matrix.columns + 2) * lanes * (3 * cellBytes + 4);
  const most = budget.tableBytes ?? Math.max(SMALL_TABLES, TABLE_BYTES_PER_WEIGHT * matrix.columnStart.at(-1)!);
  const isLarge = tableBytes > most;
  const totals = { biasEntries: sum(entriesOfColumn(held, matrix.columns)), endsInWeights: true };
  if (isLarge) {
    const large = { ...held, ...totals };
    // who counts traffic first has found them on the way
    return whenRead(large, 'entriesPerElement', () => entriesWalked(large) ?? allEntries(held));
  }
  budget.take(tableBytes, `tables of ${matrix.columns} columns on ${processingElements} PEs`);
  const make = () => countTables(held);
  const { places } = matrix;
  const tables = (places && budget.known?.(places, `${processingElements} ${indexBits}`, make)) ?? make();
  return { ...held, tables, entriesPerElement: lastPointers(held, tables), ...totals };
}

/** Weights that came as streams; `matrix` is what they hold. */
export function holdStreams(streams: InterleavedStreams, matrix: WeightMatrix): HeldWeights {
  const { processingElements, indexBits } = streams;
  const { lanes, cellBytes, tables, endsInWeights } = columnTables(streams, matrix);
  const held = { processingElements, indexBits, lanes, cellBytes, source: matrix, tables };
  const biasEntries = sum(entriesOfColumn(held, matrix.columns));
  return {
    ...held,
    entriesPerElement: lastPointers(held, tables),
    biasEntries,
    endsInWeights,
    carried: streams,
  };
}

/** Codes and indices, made once. */
export function interleaved(held: HeldWeights, budget?: Budget): InterleavedStreams {
  if (held.carried !== undefined) return held.carried;
  const known = made.get(held) ?? encode(held.source, held.processingElements, held.indexBits, budget);
  made.set(held, known);
  return known;
}

const made = new WeakMap<HeldWeights, InterleavedStreams>();

function lastPointers(
  { lanes, processingElements, source }: Omit<HeldColumns, 'tables'>,
  tables: ColumnTables,
): Uint32Array {
  return Uint32Array.from(pointersBefore(tables, source.columns + 1, lanes).subarray(0, processingElements));
}

function sum(values: Int32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
