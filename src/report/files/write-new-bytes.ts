import { rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../../base/user-error.ts';

/** Writes a binary file whole or not at all: under another name first, then renamed. Throws a UserError naming the file where it cannot be written. */
export async function writeNewBytes(file: string, bytes: Uint8Array): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    throw UserError.at({ file }, `cannot be written (${(cause as NodeJS.ErrnoException).code})`, 'OUTPUT_WRITE');
  }
}
