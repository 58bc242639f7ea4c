import { type Budget, fileBudget } from '../../base/budget.ts';
import { concatenate, latin1 } from '../../base/files/bytes.ts';
import { type Files, readOrThrow } from '../../base/files/files.ts';
import { UserError } from '../../base/user-error.ts';
import type { Source } from './importer.ts';

/** Node reads at most 2 GiB at once. */
const LARGEST_FILE_BYTES = 2 ** 31 - 1;

/** By so much of its beginning a format is told. */
export const HEAD_BYTES = 4096;

const LFS_POINTER = 'version https://git-lfs';

/**
 * Reads a whole file; one that is gzip-compressed is unpacked.
 * @throws UserError where it is missing, a folder, empty, too large, a damaged gzip, or a Git LFS pointer instead of the file
 */
export async function loadSource(files: Files, file: string): Promise<Source> {
  const packed = readWhole(files, file);
  const budget = fileBudget(file, packed.length, files.memory);
  const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? await unpack(file, packed, budget) : packed;
  if (latin1(bytes.subarray(0, LFS_POINTER.length)) === LFS_POINTER)
    throw UserError.at({ file }, 'a Git LFS pointer, not the file itself; fetch it with `git lfs pull`', 'LFS_POINTER');
  return { files, file, bytes, budget };
}

function readWhole(files: Files, file: string): Uint8Array<ArrayBuffer> {
  const found = files.find(file);
  if (found === undefined) return readOrThrow(files, file, 'FILE_UNREADABLE');
  if (found.kind !== 'file')
    throw UserError.at(
      { file },
      found.kind === 'folder'
        ? 'expected a file, an EIE dump folder (act.dat, arithm.dat, ptr/, spm/) or a model folder (config.json, model.safetensors), found another folder'
        : 'expected a file, found something else',
      'NOT_A_FILE',
    );
  if (found.bytes === 0) throw UserError.at({ file }, 'the file is empty', 'FILE_EMPTY');
  if (found.bytes > LARGEST_FILE_BYTES)
    throw UserError.at({ file }, `${found.bytes} bytes, at most ${LARGEST_FILE_BYTES} are read`, 'FILE_TOO_LARGE');
  return readOrThrow(files, file, 'FILE_UNREADABLE');
}

/** Browsers and Node share this way to unpack; it holds the checksum against the content. */
async function unpack(file: string, packed: Uint8Array<ArrayBuffer>, budget: Budget): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concatenate(parts);
      budget.take(value.length, 'its gzip-compressed content');
      parts.push(value);
      length += value.length;
      if (length > LARGEST_FILE_BYTES) throw new RangeError(`more than ${LARGEST_FILE_BYTES} bytes`);
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined);
    if (cause instanceof UserError) throw cause;
    throw UserError.at({ file }, `damaged gzip file (${(cause as Error).message})`, 'GZIP_DAMAGED');
  }
}
