import { writeFile } from 'node:fs/promises';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';

/** Writes a text file that must not exist yet. Throws a UserError naming the file where it does or cannot be written. */
export async function writeNewFile(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST'
      ? UserError.at({ file }, 'exists already; choose another name or remove it', 'OUTPUT_WRITE')
      : fileError(error, file);
  });
}
