import type { Files } from '../../../base/files/files.ts';
import { basename, join } from '../../../base/files/path.ts';
import { type Fault, UserError } from '../../../base/user-error.ts';
import { localRowsOf, splitStreams } from '../../../kernels/streams.ts';
import type { InterleavedStreams } from '../../interleaved-streams.ts';
import { described } from '../elements/finite.ts';

/** What an EIE dump folder holds: interleaved streams of one layer, its codebook and its input vector. */
export interface EieDump {
  /** Base name of the folder. */
  readonly name: string;
  /** Highest row with an entry + 1. */
  readonly rows: number;
  /** Length of act.dat; the bias column is not counted. */
  readonly columns: number;
  readonly codebook: Float32Array;
  readonly activations: Float32Array;
  readonly streams: InterleavedStreams;
}

/** A PE may not claim rows beyond this: the row count is found from the entries, so a damaged index must not take memory. */
const MAX_ROWS = 1 << 24;

/** Whether a folder looks like an EIE dump. */
export function isEieDump(files: Files, folder: string): boolean {
  return ['act.dat', 'arithm.dat', 'ptr', 'spm'].every((name) => files.find(join(folder, name)) !== undefined);
}

/** The files of a dump that are read, and whatever else lies in its folders. */
export function dumpFiles(files: Files, folder: string): readonly string[] {
  const inside = (kind: string) => files.list(join(folder, kind)).map((name) => join(folder, `${kind}/${name}`));
  return [join(folder, 'act.dat'), join(folder, 'arithm.dat'), ...inside('ptr'), ...inside('spm')].toSorted();
}

/**
 * Reads the layer dump of the EIE authors' simulator: act.dat (fp32 inputs), arithm.dat (fp32 codebook), ptr/ptrN.dat and spm/spmN.dat (uint32;
 * an entry is a pair code, relative index), one file a PE. The column behind the columns padded to a multiple of the PEs is the bias.
 * Throws one UserError with all faults: files that do not fit together, pointers that fall, codes outside the codebook.
 */
export function readEieDump(files: Files, folder: string): EieDump {
  const activations = floats(files, join(folder, 'act.dat'), 'inputs');
  const codebook = floats(files, join(folder, 'arithm.dat'), 'shared values');
  if (codebook.length > 256) {
    throw UserError.at(
      { file: join(folder, 'arithm.dat') },
      `expected at most 256 shared values, found ${codebook.length}`,
      'DUMP_SIZE',
    );
  }
  const pes = countPes(files, folder);
  const columns = activations.length;
  const pointers = new Uint32Array((columns + 2) * pes);
  const raw: Uint32Array[] = [];
  const faults: Fault[] = [];
  const pointerFiles = Array.from({ length: pes }, (_, p) => join(folder, `ptr/ptr${p}.dat`));
  const stored = pointerFiles.map((file) => words(files, file));
  refuseOtherPes(stored, columns, folder);
  for (let p = 0; p < pes; p++) {
    const [pointerFile, own] = [pointerFiles[p], stored[p]];
    const entries = words(files, join(folder, `spm/spm${p}.dat`));
    faults.push(...pointerFaults(own, columns, pes, entries.length / 2, pointerFile));
    for (let c = 0, i = p; c < columns; c++, i += pes) pointers[i] = own[c];
    for (const c of [columns, columns + 1]) pointers[c * pes + p] = own[storedColumn(c, columns, pes)];
    raw.push(entries);
  }
  if (faults.length > 0) throw new UserError(faults);
  const streams = joinStreams(raw, pointers, codebook.length, folder);
  const rows = countRows(streams, columns, folder);
  return { name: basename(folder), rows, columns, codebook, activations, streams };
}

/** Where our pointer c stands in a ptr file, which has empty columns up to a multiple of the PEs before the bias. */
function storedColumn(c: number, columns: number, pes: number): number {
  return c < columns ? c : Math.ceil(columns / pes) * pes + (c - columns);
}

/** Small files read one by one: 130 asynchronous reads would take ten times as long. */
function words(files: Files, file: string): Uint32Array {
  const bytes = readBytes(files, file);
  if (bytes.length === 0 || bytes.length % 4 !== 0) {
    throw UserError.at({ file }, `expected whole 32-bit words, found ${bytes.length} bytes`, 'DUMP_SIZE');
  }
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4);
}

/** @throws UserError where one is NaN or an infinity */
function floats(files: Files, file: string, what: string): Float32Array {
  const bits = words(files, file);
  const values = new Float32Array(bits.buffer, bits.byteOffset, bits.length);
  const message = described(what, values, (index) => `value ${index}`);
  if (message !== undefined) throw UserError.at({ file }, message, 'WEIGHT_NOT_FINITE');
  return values;
}

function readBytes(files: Files, file: string): Uint8Array {
  try {
    return files.read(file);
  } catch {
    throw UserError.at({ file }, 'an EIE dump needs this file, and it cannot be read', 'FILE_MISSING');
  }
}

/** One ptr file and one spm file a PE, numbered from 0 without a gap. */
function countPes(files: Files, folder: string): number {
  const [ptr, spm] = ['ptr', 'spm'].map((kind) => numbersOf(files, folder, kind));
  const pes = Math.max(-1, ...ptr, ...spm) + 1;
  const missing = Array.from({ length: Math.min(pes, LARGEST_PES) }, (_, pe) => pe).flatMap((pe) => [
    ...(ptr.has(pe) ? [] : [`ptr/ptr${pe}.dat`]),
    ...(spm.has(pe) ? [] : [`spm/spm${pe}.dat`]),
  ]);
  if (pes > 0 && missing.length === 0) return pes;
  const shown =
    missing.length > 6 ? `${missing.slice(0, 5).join(', ')} and ${missing.length - 5} more` : missing.join(', ');
  throw UserError.at(
    { file: folder },
    `expected ptr/ptrN.dat and spm/spmN.dat for each PE from 0, found ${ptr.size} and ${spm.size}${shown === '' ? '' : `; missing: ${shown}`}`,
    'DUMP_FILES',
  );
}

/** More PEs than any dump has: a file called ptr99999999.dat must not make a list of that many. */
const LARGEST_PES = 65536;

function numbersOf(files: Files, folder: string, kind: string): ReadonlySet<number> {
  const pattern = new RegExp(`^${kind}(\\d+)\\.dat$`);
  return new Set(
    files.list(join(folder, kind)).flatMap((name) => {
      const number = pattern.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    }),
  );
}

/**
 * The pointers of every file fit another number of PEs than there are files: the last files are missing, and that is one fault and not one for each file.
 */
function refuseOtherPes(pointers: readonly Uint32Array[], columns: number, folder: string): void {
  const pes = pointers.length;
  const found = pointers[0].length;
  if (found === pointerCount(columns, pes) || pointers.some((own) => own.length !== found)) return;
  const other = Array.from({ length: pes }, (_, more) => pes + more + 1).find(
    (n) => pointerCount(columns, n) === found,
  );
  if (other === undefined) return;
  throw UserError.at(
    { file: folder },
    `expected ${pointerCount(columns, pes)} pointers in each file for ${pes} PEs (${columns} inputs padded to a multiple of them, bias, end), found ${found}, as ${other} PEs have: are ptr/ptr${pes}.dat and spm/spm${pes}.dat missing?`,
    'DUMP_FILES',
  );
}

/** Pointers of a file: one for each column, padded to a multiple of the PEs, the bias, and the end. */
function pointerCount(columns: number, pes: number): number {
  return storedColumn(columns + 1, columns, pes) + 1;
}

function pointerFaults(own: Uint32Array, columns: number, pes: number, entries: number, file: string): Fault[] {
  const fault = (message: string): Fault[] => [{ place: { file }, message, code: 'DUMP_POINTERS' }];
  const expected = pointerCount(columns, pes);
  if (own.length < expected) {
    return fault(
      `expected ${expected} pointers (${columns} inputs padded to a multiple of ${pes} PEs, bias, end), found ${own.length}`,
    );
  }
  for (let c = 1; c < expected; c++) {
    if (own[c] < own[c - 1]) return fault(`pointer ${c} is ${own[c]}, smaller than the one before (${own[c - 1]})`);
    if (c > columns && c < expected - 1 && own[c] !== own[columns])
      return fault(`column ${c - 1} lies beyond the ${columns} inputs and must be empty`);
  }
  if (own[expected - 1] > entries)
    return fault(`the last pointer is ${own[expected - 1]}, but the stream has ${entries} entries`);
  return [];
}

/** All streams one behind the other, split into codes and relative indices; refuses codes outside the codebook. */
function joinStreams(
  raw: readonly Uint32Array[],
  pointers: Uint32Array,
  codebookSize: number,
  folder: string,
): EieDump['streams'] {
  const pes = raw.length;
  const counts = [...pointers.subarray(pointers.length - pes)];
  const { codes, relativeIndices, codesOf, indices } = splitStreams(raw, counts);
  for (let p = 0; p < pes; p++) {
    if (codesOf[p] < codebookSize) continue;
    const bad = firstBadCode(raw[p], counts[p], codebookSize);
    if (bad < 0) continue;
    const message = `entry ${bad} has code ${raw[p][2 * bad]}, but arithm.dat has ${codebookSize} values`;
    throw UserError.at({ file: join(folder, `spm/spm${p}.dat`) }, message, 'DUMP_CODE');
  }
  const streamStart = new Float64Array(pes + 1);
  for (let p = 0; p < pes; p++) streamStart[p + 1] = streamStart[p] + counts[p];
  return {
    processingElements: pes,
    indexBits: Math.max(4, 32 - Math.clz32(indices)),
    pointers,
    streamStart,
    codes,
    relativeIndices: indices < 256 ? relativeIndices : wideIndices(raw, counts, streamStart),
  };
}

/** The first entry whose code is not in the codebook, or -1. */
function firstBadCode(entries: Uint32Array, count: number, codebookSize: number): number {
  for (let k = 0; k < count; k++) if (entries[2 * k] >= codebookSize) return k;
  return -1;
}

function wideIndices(raw: readonly Uint32Array[], counts: readonly number[], streamStart: Float64Array): Uint32Array {
  const indices = new Uint32Array(streamStart[raw.length]);
  for (const [p, entries] of raw.entries())
    for (let k = 0; k < counts[p]; k++) indices[streamStart[p] + k] = entries[2 * k + 1];
  return indices;
}

/** Highest row with an entry + 1; refuses rows beyond MAX_ROWS. */
function countRows(streams: EieDump['streams'], columns: number, folder: string): number {
  const { processingElements: pes } = streams;
  let rows = 0;
  for (const [p, own] of localRowsOf(streams, columns + 1).entries()) {
    if (own > 0) rows = Math.max(rows, (own - 1) * pes + p + 1);
    if (rows <= MAX_ROWS) continue;
    const message = `the relative indices lead to row ${rows - 1}; at most ${MAX_ROWS} rows are read`;
    throw UserError.at({ file: join(folder, `spm/spm${p}.dat`) }, message, 'DUMP_ROW');
  }
  return rows;
}
