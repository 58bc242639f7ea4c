import { Interleaving } from '../../generated/kernels.ts';
import { type ColumnSource, type HeldColumns, shiftOf } from './columns.ts';
import { type Loaded, loaded } from './loaded.ts';
import { partsOf } from './parts.ts';
import { putRecord } from './record.ts';
import { countPointers } from './tables.ts';

/** Compressed columns, and the code of each stored row; absent: all are 1. */
export interface CodedColumns {
  readonly source: ColumnSource;
  readonly codes?: Uint8Array | undefined;
}

/** Code and relative index of each entry, one stream behind the other. */
export interface PlacedEntries {
  readonly codes: Uint8Array;
  readonly relativeIndices: Uint8Array | Uint16Array | Uint32Array;
}

/** Columns of a call. */
const CALL = 64;

/** Entries that the kernels' memory takes: 3 bytes each. */
const MOST_ENTRIES = 2 ** 28;

/** Entries of each PE before each column, and behind the last, [column][PE], padding zeros counted. The bias is the last column. */
export function entryPointers(held: HeldColumns): Uint32Array {
  const { processingElements: pes, lanes } = held;
  const pointers = new Uint32Array(countPointers(held));
  if (lanes === pes) return pointers;
  const found = new Uint32Array((pointers.length / lanes) * pes);
  for (let at = 0, from = 0; at < found.length; at += pes, from += lanes)
    found.set(pointers.subarray(from, from + pes), at);
  return found;
}

/**
 * The entries themselves: a gap of d rows is bridged by floor(d / 2^indexBits) padding zeros, of code 0 and the largest index.
 * @param starts where the entries of each PE begin, and the end of all
 */
export function placeEntries(
  columns: CodedColumns,
  processingElements: number,
  indexBits: number,
  starts: Float64Array,
): PlacedEntries {
  const kernels = loaded();
  return kernels === undefined || indexBits > 16 || starts[processingElements] > MOST_ENTRIES
    ? placeEntriesTwin(columns, processingElements, indexBits, starts)
    : placeByKernel(kernels, columns, processingElements, indexBits, starts);
}

export function placeEntriesTwin(
  { source: { columnStart, rowIndex }, codes: coded }: CodedColumns,
  processingElements: number,
  indexBits: number,
  starts: Float64Array,
): PlacedEntries {
  const total = starts[processingElements];
  const jump = 2 ** indexBits;
  const codes = new Uint8Array(total);
  const relativeIndices = new (indexBits <= 8 ? Uint8Array : indexBits <= 16 ? Uint16Array : Uint32Array)(total);
  const cursor = Float64Array.from(starts.subarray(0, processingElements));
  const lastRow = new Int32Array(processingElements);
  for (let c = 0; c + 1 < columnStart.length; c++) {
    lastRow.fill(-1);
    for (let k = columnStart[c]; k < columnStart[c + 1]; k++) {
      const row = rowIndex[k];
      const p = row % processingElements;
      const local = (row - p) / processingElements;
      let at = cursor[p];
      let gap = local - lastRow[p] - 1;
      for (; gap >= jump; gap -= jump) relativeIndices[at++] = jump - 1;
      codes[at] = coded === undefined ? 1 : coded[k];
      relativeIndices[at++] = gap;
      cursor[p] = at;
      lastRow[p] = local;
    }
  }
  return { codes, relativeIndices };
}

function placeByKernel(
  { call, memory }: Loaded,
  { source: { columnStart, rowIndex }, codes }: CodedColumns,
  pes: number,
  indexBits: number,
  streamStart: Float64Array,
): PlacedEntries {
  const total = streamStart[pes];
  const isNarrow = indexBits <= 8;
  const run = isNarrow ? call.interleaveBytes : call.interleaveHalves;
  const stored = columnStart.length - 1;
  return memory.lend((take) => {
    const [codesTo, indicesTo] = [memory.cleared(take, total), take(total * (isNarrow ? 1 : 2))];
    const indices = () => (isNarrow ? memory.bytes(indicesTo, total) : memory.halves(indicesTo, total));
    indices().fill(2 ** indexBits - 1);
    // two words of each PE, in pairs of PEs
    const cursors = take(16 * Math.ceil(pes / 2));
    memory.words(cursors, 2 * pes).set(Uint32Array.from({ length: 2 * pes }, (_, k) => streamStart[k >> 1]));
    const parts = partsOf(columnStart, CALL, memory, take);
    const ofCodes = codes && partsOf(columnStart, CALL, memory, take, 1);
    const all = putRecord(memory, take, Interleaving, {
      pes,
      shift: shiftOf(pes),
      indexBits,
      columnStart: memory.lent(take, columnStart),
      hasCodes: ofCodes ? 1 : 0,
      cursors,
      codesTo,
      indicesTo,
    });
    for (let from = 0; from < stored; from += CALL) {
      const coded = ofCodes?.put(codes!, from) ?? 0;
      run(all, parts.put(rowIndex, from), coded, from, Math.min(from + CALL, stored));
    }
    return { codes: memory.bytes(codesTo, total).slice(), relativeIndices: indices().slice() };
  });
}
