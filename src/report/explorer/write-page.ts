import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import { makeFolder } from '../../node/make-folder.ts';

const OWN = '<meta name="generator" content="picojoule ';

/**
 * Writes a page whole, or not at all. An older page of the program is replaced.
 * @throws UserError naming the file: it is of another program, or cannot be written
 */
export async function writePage(file: string, text: string): Promise<void> {
  const older = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileError(error, file);
  });
  if (older !== undefined && !older.includes(OWN))
    throw UserError.at({ file }, 'is no page of picojoule; choose another name or remove it', 'OUTPUT_WRITE');
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
  try {
    makeFolder(dirname(file));
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(error, file);
  }
}
