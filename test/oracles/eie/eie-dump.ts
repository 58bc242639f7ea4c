import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OracleStreams } from '../encode.ts';
import { sharedPath } from '../shared-folder.ts';

/** A layer as the authors' program reads it from its data folder. */
export interface OracleDump extends OracleStreams {
  readonly processingElements: number;
  readonly activations: Float32Array;
  readonly codebook: Float32Array;
}

/** Where the authors' AlexNet fc8 layer lies. */
export const fc8Folder = sharedPath('data', 'eie-alexnet-fc8');
/** Rows and PEs of that layer. */
export const fc8Rows = 1000;
export const fc8ProcessingElements = 64;

function words(folder: string, ...name: string[]): DataView {
  const bytes = readFileSync(join(folder, ...name));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function floats(view: DataView): Float32Array {
  return Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

function integers(view: DataView): number[] {
  return Array.from({ length: view.byteLength / 4 }, (_, i) => view.getUint32(4 * i, true));
}

/** Reads act.dat, arithm.dat, ptr/ and spm/ of a dump with that many PEs; the (code, index) pairs behind the last pointer are fill. */
export function readOracleDump(folder: string, processingElements: number): OracleDump {
  const elements = Array.from({ length: processingElements }, (_element, pe) => {
    const pointers = integers(words(folder, 'ptr', `ptr${pe}.dat`));
    const pairs = integers(words(folder, 'spm', `spm${pe}.dat`)).slice(0, 2 * pointers[pointers.length - 1]);
    const [codes, relativeIndices] = [0, 1].map((part) => pairs.filter((_, k) => k % 2 === part));
    return { pointers, codes, relativeIndices };
  });
  return {
    processingElements,
    activations: floats(words(folder, 'act.dat')),
    codebook: floats(words(folder, 'arithm.dat')),
    pointers: elements.map(({ pointers }) => pointers),
    codes: elements.map(({ codes }) => codes),
    relativeIndices: elements.map(({ relativeIndices }) => relativeIndices),
  };
}

/** One run of the authors' simulator on fc8, as alexnet_fc8.json has it. */
export interface Fc8Run {
  readonly fifo: number;
  readonly line: number;
  readonly cycles: number;
  readonly total_ptr: number;
  readonly total_spm: number;
  readonly writes: number;
  readonly stall_cycles: number;
  readonly bypasses: number;
  readonly output_sha256: string;
  readonly lost_macs: number;
}

/** All thirteen runs. */
export function readFc8Runs(): Fc8Run[] {
  return JSON.parse(readFileSync(sharedPath('data', 'eie-reference', 'alexnet_fc8.json'), 'utf8')).runs;
}
