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
 * Reads a whole file, or only its beginning where its importer reads parts; one that is gzip-compressed is unpacked.
 * @throws UserError where it is missing, a folder, empty, too large, a damaged gzip, or a Git LFS pointer instead of the file
 */
export async function loadSource(
  files: Files,
  file: string,
  readsParts: (head: Uint8Array) => boolean = () => false,
): Promise<Source> {
  const size = sizeOf(files, file);
  const head = readOrThrow(files, file, 'FILE_UNREADABLE', { from: 0, length: Math.min(HEAD_BYTES, size) });
  if (readsParts(head)) return { files, file, bytes: head, size, budget: fileBudget(file, size, files.memory) };
  const packed = readWhole(files, file, size);
  const budget = fileBudget(file, packed.length, files.memory);
  const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? await unpack(file, packed, budget) : packed;
  if (latin1(bytes.subarray(0, LFS_POINTER.length)) === LFS_POINTER)
    throw UserError.at({ file }, 'a Git LFS pointer, not the file itself; fetch it with `git lfs pull`', 'LFS_POINTER');
  return { files, file, bytes, budget };
}

/** Bytes of a file that is there and not empty. */
function sizeOf(files: Files, file: string): number {
  const found = files.find(file);
  if (found === undefined) return readOrThrow(files, file, 'FILE_UNREADABLE').length;
  if (found.kind !== 'file')
    throw UserError.at({ file }, 'expected a file, found something else (a folder?)', 'NOT_A_FILE');
  if (found.bytes === 0) throw UserError.at({ file }, 'the file is empty', 'FILE_EMPTY');
  return found.bytes;
}

function readWhole(files: Files, file: string, size: number): Uint8Array<ArrayBuffer> {
  if (size > LARGEST_FILE_BYTES)
    throw UserError.at({ file }, `${size} bytes, at most ${LARGEST_FILE_BYTES} are read`, 'FILE_TOO_LARGE');
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
