import { existsSync } from 'node:fs';
import { rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileError } from '../../base/files/file-error.ts';
import { makeFolder } from '../../node/make-folder.ts';
import { removeOrphans } from '../../node/orphans.ts';
import { listedFiles, requireOwn, writeFileList } from './file-list.ts';

/** A file to be written: a plain name, and its whole content. */
export interface WholeFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The same, or one whose text comes in pieces: it may be longer than a string can be. */
export interface OutputFile {
  readonly name: string;
  readonly content: string | Uint8Array | Iterable<string>;
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
 * Files of other programs are neither replaced nor removed.
 * @param older what happens to files of an older result that are not written again: a new result replaces all, single charts are added
 * @returns the paths written
 * @throws UserError naming the path (a file in place of the folder, a file of another program, no permission, full disk)
 */
export async function writeFiles(
  folder: string,
  files: readonly OutputFile[],
  older: 'replace' | 'keep' = 'replace',
): Promise<string[]> {
  const names = files.map(({ name }) => name);
  for (const name of names) if (basename(name) !== name || name.startsWith('.')) throw new Error(`unsafe name ${name}`);
  const own = older === 'replace' ? requireOwn(folder, names) : listedFiles(folder);
  const isNew = !existsSync(folder);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.partial`);
  try {
    makeFolderFor(folder);
    removeOrphans(folder, /^\..+\.(\d+)\.partial$/);
    await writeAll(folder, files, temporary);
  } catch (error) {
    await Promise.allSettled(files.map((file) => rm(temporary(file.name), { force: true })));
    if (isNew) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  if (older === 'replace')
    for (const name of own ?? []) if (!names.includes(name)) await rm(join(folder, name), { force: true });
  // charts in a folder of their own are no set that a later result could replace
  if (older === 'replace') writeFileList(folder, names);
  else if (own !== undefined) writeFileList(folder, [...own, ...names]);
  return names.map((name) => join(folder, name));
}

function makeFolderFor(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw fileError(error, folder);
  }
}
