import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Fault, UserError } from '../../base/user-error.ts';
import type { EncodedStreams } from '../layer.ts';

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
  readonly streams: Omit<EncodedStreams, 'tables'>;
}

/** A PE may not claim rows beyond this: the row count is found from the entries, so a damaged index must not take memory. */
const MAX_ROWS = 1 << 24;

/** Whether a folder looks like an EIE dump. */
export function isEieDump(folder: string): boolean {
  return ['act.dat', 'arithm.dat', 'ptr', 'spm'].every((name) => existsSync(join(folder, name)));
}

/**
 * Reads the layer dump of the EIE authors' simulator: act.dat (fp32 inputs), arithm.dat (fp32 codebook), ptr/ptrN.dat and spm/spmN.dat (uint32;
 * an entry is a pair code, relative index), one file a PE. The column behind the columns padded to a multiple of the PEs is the bias.
 * Throws one UserError with all faults: files that do not fit together, pointers that fall, codes outside the codebook.
 */
export async function readEieDump(folder: string): Promise<EieDump> {
  const activations = new Float32Array((await words(join(folder, 'act.dat'))).buffer);
  const codebook = new Float32Array((await words(join(folder, 'arithm.dat'))).buffer);
  const pes = await countPes(folder);
  const columns = activations.length;
  const pointers = new Uint32Array((columns + 2) * pes);
  const raw: Uint32Array[] = [];
  const faults: Fault[] = [];
  for (let p = 0; p < pes; p++) {
    const pointerFile = join(folder, 'ptr', `ptr${p}.dat`);
    const own = await words(pointerFile);
    const entries = await words(join(folder, 'spm', `spm${p}.dat`));
    faults.push(...pointerFaults(own, columns, pes, entries.length / 2, pointerFile));
    for (let c = 0; c <= columns + 1; c++) pointers[c * pes + p] = own[storedColumn(c, columns, pes)];
    raw.push(entries);
  }
  if (faults.length > 0) throw new UserError(faults);
  const streams = joinStreams(raw, pointers, pes);
  const rows = countRows(streams, columns, codebook.length, folder);
  return { name: basename(folder), rows, columns, codebook, activations, streams };
}

/** Where our pointer c stands in a ptr file, which has empty columns up to a multiple of the PEs before the bias. */
function storedColumn(c: number, columns: number, pes: number): number {
  return c < columns ? c : Math.ceil(columns / pes) * pes + (c - columns);
}

async function words(file: string): Promise<Uint32Array<ArrayBuffer>> {
  const bytes = await readFile(file).catch(() => {
    throw UserError.at({ file }, 'an EIE dump needs this file, and it cannot be read', 'FILE_MISSING');
  });
  if (bytes.length === 0 || bytes.length % 4 !== 0) {
    throw UserError.at({ file }, `expected whole 32-bit words, found ${bytes.length} bytes`, 'DUMP_SIZE');
  }
  const copy = new Uint8Array(bytes);
  return new Uint32Array(copy.buffer);
}

/** One ptr file and one spm file a PE, numbered from 0 without a gap. */
async function countPes(folder: string): Promise<number> {
  const [ptr, spm] = await Promise.all(['ptr', 'spm'].map((kind) => numbered(folder, kind)));
  if (ptr === 0 || ptr !== spm) {
    throw UserError.at(
      { file: folder },
      `expected as many ptr/ptrN.dat as spm/spmN.dat files, at least one, found ${ptr} and ${spm}`,
      'DUMP_FILES',
    );
  }
  return ptr;
}

async function numbered(folder: string, kind: string): Promise<number> {
  const pattern = new RegExp(`^${kind}\\d+\\.dat$`);
  return (await readdir(join(folder, kind))).filter((name) => pattern.test(name)).length;
}

function pointerFaults(own: Uint32Array, columns: number, pes: number, entries: number, file: string): Fault[] {
  const fault = (message: string): Fault[] => [{ place: { file }, message, code: 'DUMP_POINTERS' }];
  const expected = storedColumn(columns + 1, columns, pes) + 1;
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

/** All streams one behind the other, split into codes and relative indices. */
function joinStreams(raw: readonly Uint32Array[], pointers: Uint32Array, pes: number): EieDump['streams'] {
  const streamStart = new Float64Array(pes + 1);
  const end = pointers.length - pes;
  for (let p = 0; p < pes; p++) streamStart[p + 1] = streamStart[p] + pointers[end + p];
  const codes = new Uint8Array(streamStart[pes]);
  const relativeIndices = new Uint32Array(streamStart[pes]);
  let widest = 0;
  for (let p = 0; p < pes; p++) {
    for (let k = 0, at = streamStart[p]; k < pointers[end + p]; k++, at++) {
      codes[at] = Math.min(raw[p][2 * k], 255);
      relativeIndices[at] = raw[p][2 * k + 1];
      if (relativeIndices[at] > widest) widest = relativeIndices[at];
    }
  }
  const indexBits = Math.max(4, 32 - Math.clz32(widest));
  const narrow = widest < 256 ? Uint8Array.from(relativeIndices) : relativeIndices;
  return { processingElements: pes, indexBits, pointers, streamStart, codes, relativeIndices: narrow };
}

/** Highest row with an entry + 1; refuses codes outside the codebook and rows beyond MAX_ROWS. */
function countRows(streams: EieDump['streams'], columns: number, codebookSize: number, folder: string): number {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices } = streams;
  let rows = 0;
  for (let p = 0; p < pes; p++) {
    const file = join(folder, 'spm', `spm${p}.dat`);
    for (let c = 0, i = p; c <= columns; c++, i += pes) {
      let local = -1;
      for (let k = pointers[i]; k < pointers[i + pes]; k++) {
        const at = streamStart[p] + k;
        local += relativeIndices[at] + 1;
        if (codes[at] >= codebookSize) {
          throw UserError.at(
            { file },
            `entry ${k} has code ${codes[at]}, but arithm.dat has ${codebookSize} values`,
            'DUMP_CODE',
          );
        }
        if (local >= MAX_ROWS)
          throw UserError.at(
            { file },
            `entry ${k} leads to local row ${local}; at most ${MAX_ROWS} rows are read`,
            'DUMP_ROW',
          );
      }
      if (local >= 0) rows = Math.max(rows, local * pes + p + 1);
    }
  }
  return rows;
}
