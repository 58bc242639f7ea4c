import { writeFile } from 'node:fs/promises';
import { UserError } from '../../base/user-error.ts';

/** Writes a text file that must not exist yet. Throws a UserError naming the file where it does or cannot be written. */
export async function writeNewFile(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'EEXIST'
        ? 'exists already; choose another name or remove it'
        : `cannot be written (${error.code})`;
    throw UserError.at({ file }, reason, 'OUTPUT_WRITE');
  });
}
