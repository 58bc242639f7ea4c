import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../base/user-error.ts';
import type { Source } from './importer.ts';

/** Node reads at most 2 GiB at once. */
const LARGEST_FILE_BYTES = 2 ** 31 - 1;

const LFS_POINTER = 'version https://git-lfs';

/**
 * Reads a whole file; one that is gzip-compressed is unpacked.
 * @throws UserError where it is missing, a folder, empty, too large, a damaged gzip, or a Git LFS pointer instead of the file
 */
export async function loadSource(file: string): Promise<Source> {
  const packed = await readWhole(file);
  const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? unpack(file, packed) : packed;
  if (
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(64, bytes.length)).toString('latin1').startsWith(LFS_POINTER)
  )
    throw UserError.at({ file }, 'a Git LFS pointer, not the file itself; fetch it with `git lfs pull`', 'LFS_POINTER');
  return { file, bytes };
}

async function readWhole(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw UserError.at({ file }, `cannot be read (${cause.code ?? 'unknown cause'})`, 'FILE_UNREADABLE');
  });
  if (!found.isFile()) throw UserError.at({ file }, 'expected a file, found something else (a folder?)', 'NOT_A_FILE');
  if (found.size === 0) throw UserError.at({ file }, 'the file is empty', 'FILE_EMPTY');
  if (found.size > LARGEST_FILE_BYTES)
    throw UserError.at({ file }, `${found.size} bytes, at most ${LARGEST_FILE_BYTES} are read`, 'FILE_TOO_LARGE');
  return readFile(file);
}

function unpack(file: string, packed: Uint8Array): Uint8Array {
  try {
    return gunzipSync(packed, { maxOutputLength: LARGEST_FILE_BYTES });
  } catch (cause) {
    throw UserError.at({ file }, `damaged gzip file (${(cause as Error).message})`, 'GZIP_DAMAGED');
  }
}
