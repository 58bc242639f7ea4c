import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/user-error.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * The text of a config file: UTF-8, with or without a byte order mark, at most 1 MiB.
 * `file` is read, `display` is what messages call it. Throws a UserError that names the path.
 */
export async function readConfigText(file: string, display = file): Promise<string> {
  const bytes = await readBytes(file, display);
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

async function readBytes(file: string, display: string): Promise<Buffer> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) throw UserError.at({ file: display }, 'expected a file, found a folder', 'NOT_A_FILE');
    if (!status.isFile()) throw UserError.at({ file: display }, 'expected a regular file', 'NOT_A_FILE');
    if (status.size > MAX_BYTES)
      throw UserError.at(
        { file: display },
        `expected a config of at most ${MAX_BYTES} bytes, found ${status.size}`,
        'TOO_LARGE',
      );
    return await readFile(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw UserError.at(
      { file: display },
      code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`,
      code === 'ENOENT' ? 'NO_SUCH_FILE' : 'UNREADABLE',
    );
  }
}

function otherEncoding(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 4).toString('hex');
  if (mark === '0000feff' || mark === 'fffe0000') return 'UTF-32 (byte order mark)';
  if (mark.startsWith('fffe') || mark.startsWith('feff')) return 'UTF-16 (byte order mark)';
  return bytes.includes(0) ? 'zero bytes (UTF-16 or a binary file)' : undefined;
}

function firstBadLine(bytes: Buffer): number {
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
