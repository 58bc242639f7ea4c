import { existsSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileError } from '../../base/file-error.ts';

/** A file to be written: a plain name, and its whole content. */
export interface OutputFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Every file under a temporary name first, then all renamed; returns the temporary names that exist. */
async function writeAll(folder: string, files: readonly OutputFile[], temporary: (name: string) => string) {
  for (const file of files) {
    await writeFile(temporary(file.name), file.content).catch((error: unknown) => {
      throw fileError(error, join(folder, file.name));
    });
  }
  for (const file of files) {
    await rename(temporary(file.name), join(folder, file.name)).catch((error: unknown) => {
      throw fileError(error, join(folder, file.name));
    });
  }
}

/**
 * Writes files into a folder, which is made where it is missing. Nothing is half-written: all contents go to temporary names and
 * are renamed only when every one of them is complete; after a fault the temporary files, and a folder made for them, are gone.
 * @returns the paths written
 * @throws UserError naming the path (a file in place of the folder, no permission, full disk)
 */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<string[]> {
  for (const file of files)
    if (basename(file.name) !== file.name || file.name.startsWith('.')) throw new Error(`unsafe name ${file.name}`);
  const isNew = !existsSync(folder);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.partial`);
  try {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw fileError(error, folder);
    });
    await writeAll(folder, files, temporary);
  } catch (error) {
    await Promise.allSettled(files.map((file) => rm(temporary(file.name), { force: true })));
    if (isNew) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  return files.map((file) => join(folder, file.name));
}
