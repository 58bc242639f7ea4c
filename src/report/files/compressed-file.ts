import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { fileError } from '../../base/files/file-error.ts';
import type { StoredWeights } from '../../network/compressed/compressed-network.ts';
import {
  headOf,
  safetensorsHead,
  type TensorHead,
  type TensorToWrite,
  tensorBytes,
} from '../../network/compressed/safetensors-bytes.ts';
import {
  type DescribedNetwork,
  graphTensors,
  metadataOf,
  tensorsOf,
} from '../../network/compressed/write-compressed.ts';

/** A compressed network that is written layer by layer: its bytes are those of writeCompressed. */
export interface CompressedFile {
  readonly add: (layer: StoredWeights) => void;
  /** Puts the tensors in their order behind the head, which is known only now; the file is there whole or not at all. */
  readonly finish: () => void;
  /** Lets go of what was added; nothing is written. */
  readonly drop: () => void;
}

/** A tensor that lies among those that were added. */
interface Added extends TensorHead {
  readonly from: number;
}

/** Bytes that are copied at a time. */
const BLOCK = 2 ** 22;

/** @throws UserError that names the file where it cannot be written */
export function compressedFile(
  file: string,
  { processingElements, indexBits, graph }: Omit<DescribedNetwork, 'layers'>,
): CompressedFile {
  const told = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw fileError(cause, file);
    }
  };
  told(() => refuseFolder(file));
  const parts = told(() => unnamedFile(`${file}.parts`));
  const tensors: Added[] = [];
  const layers: DescribedNetwork['layers'][number][] = [];
  let end = 0;
  let isOpen = true;
  const drop = () => {
    if (isOpen) closeSync(parts);
    isOpen = false;
  };
  const put = (tensor: TensorToWrite) => {
    tensors.push({ ...headOf(tensor), from: end });
    const bytes = tensorBytes(tensor);
    writeAll(parts, bytes, end);
    end += bytes.length;
  };
  return {
    add: (layer) =>
      told(() => {
        for (const tensor of tensorsOf(layer, processingElements)) put(tensor);
        const { codebook: _b, codes: _c, relativeIndices: _i, pointers: _p, bias: _a, ...described } = layer;
        layers.push(described);
      }),
    finish: () =>
      told(() => {
        const partial = `${file}.partial`;
        try {
          const constants = graph === undefined ? [] : graphTensors(graph);
          for (const tensor of constants) put(tensor);
          const network = { processingElements, indexBits, layers, ...(graph && { graph }) };
          const { head, order } = safetensorsHead(tensors, metadataOf(network));
          const target = openSync(partial, 'w');
          try {
            writeAll(target, head, 0);
            let at = head.length;
            for (const { from, byteLength } of order) at += copy(parts, from, byteLength, target, at);
          } finally {
            closeSync(target);
          }
          renameSync(partial, file);
        } catch (cause) {
          rmSync(partial, { force: true });
          throw cause;
        } finally {
          drop();
        }
      }),
    drop,
  };
}

/** A folder of that name is told before the work, not behind it. */
function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
}

/** A file without a name: nothing is left of it, however the program ends. */
function unnamedFile(path: string): number {
  const handle = openSync(path, 'w+');
  rmSync(path);
  return handle;
}

function writeAll(handle: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(handle, bytes, done, Math.min(bytes.length - done, 2 ** 30), at + done);
}

function copy(source: number, from: number, length: number, target: number, at: number): number {
  const block = new Uint8Array(Math.min(BLOCK, length));
  for (let done = 0; done < length; ) {
    const read = readSync(source, block, 0, Math.min(block.length, length - done), from + done);
    if (read === 0) throw new Error('what was written is gone');
    writeAll(target, block.subarray(0, read), at + done);
    done += read;
  }
  return length;
}
