import { latin1 } from '../../base/files/bytes.ts';
import { type Files, FileUnreadable } from '../../base/files/files.ts';
import { UserError } from '../../base/user-error.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * The text of a config file: UTF-8, with or without a byte order mark, at most 1 MiB.
 * `file` is read, `display` is what messages call it. Throws a UserError that names the path.
 */
export function readConfigText(files: Files, file: string, display = file): string {
  const bytes = readBytes(files, file, display);
  const encoding = otherEncoding(bytes);
  if (encoding !== undefined)
    throw UserError.at(
      { file: display, line: 1, column: 1 },
      `expected UTF-8 text, found ${encoding}; save the file as UTF-8`,
      'ENCODING',
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw UserError.at(
      { file: display, line: firstBadLine(bytes) },
      'expected UTF-8 text, found bytes that are none; save the file as UTF-8',
      'ENCODING',
    );
  }
}

function readBytes(files: Files, file: string, display: string): Uint8Array {
  const found = files.find(file);
  if (found?.kind === 'folder') throw UserError.at({ file: display }, 'expected a file, found a folder', 'NOT_A_FILE');
  if (found?.kind === 'other') throw UserError.at({ file: display }, 'expected a regular file', 'NOT_A_FILE');
  if (found !== undefined && found.bytes > MAX_BYTES)
    throw UserError.at(
      { file: display },
      `expected a config of at most ${MAX_BYTES} bytes, found ${found.bytes}`,
      'TOO_LARGE',
    );
  try {
    return files.read(file);
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    const isMissing = error.code === 'ENOENT';
    throw UserError.at(
      { file: display },
      isMissing ? 'no such file' : error.message,
      isMissing ? 'NO_SUCH_FILE' : 'UNREADABLE',
    );
  }
}

function otherEncoding(bytes: Uint8Array): string | undefined {
  const mark = latin1(bytes.subarray(0, 4));
  if (mark === '\x00\x00\xfe\xff' || mark === '\xff\xfe\x00\x00') return 'UTF-32 (byte order mark)';
  if (mark.startsWith('\xff\xfe') || mark.startsWith('\xfe\xff')) return 'UTF-16 (byte order mark)';
  return bytes.includes(0) ? 'zero bytes (UTF-16 or a binary file)' : undefined;
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end + 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop;
  }
  return line;
}
