import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import { nodeFiles } from '../../node/node-files.ts';
import { RECORD_FILES } from './record-files.ts';

/** The names of the files that were written into a result folder, one a line, so that the next result can replace them as a set. */
const LIST = '.picojoule-files';

/** The files of a folder that this program wrote as a result; undefined where the folder has no list. */
export function listedFiles(folder: string): readonly string[] | undefined {
  const list = join(folder, LIST);
  return existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(isPlain) : undefined;
}

/** A list that was written by hand must not reach outside its folder. */
function isPlain(name: string): boolean {
  return /^[^./\\][^/\\]*$/.test(name);
}

/** Where a record says at the latest which tool made it: one of a million points is longer than a string can be. */
const HEAD_BYTES = 2000;

function isOurs(record: string): boolean {
  if (nodeFiles.find(record)?.kind !== 'file') return false;
  const head = new TextDecoder().decode(nodeFiles.read(record, { from: 0, length: HEAD_BYTES }));
  return /"tool":\s*\{\s*"name":\s*"picojoule"/.test(head);
}

/**
 * The files of a folder that this program wrote. Where there is no list but a record of ours (an older result, one that was copied without its list), whatever
 * bears one of the names.
 * @throws UserError where a file would be replaced that this program did not write
 */
export function requireOwn(folder: string, names: readonly string[]): readonly string[] {
  const own = listedFiles(folder) ?? (RECORD_FILES.some((record) => isOurs(join(folder, record))) ? names : []);
  const foreign = names.filter((name) => existsSync(join(folder, name)) && !own.includes(name));
  if (foreign.length === 0) return own;
  const found =
    foreign.length > 3 ? `${foreign.slice(0, 3).join(', ')} and ${foreign.length - 3} more` : foreign.join(', ');
  throw UserError.at(
    { file: folder },
    `expected a folder whose files of these names are an older result, found ${found}, not written by picojoule; choose another folder or remove them`,
    'OUTPUT_FOREIGN',
  );
}

export function writeFileList(folder: string, names: readonly string[]): void {
  const text = `${[...new Set(names)].toSorted().join('\n')}\n`;
  try {
    writeFileSync(join(folder, LIST), text);
  } catch (error) {
    throw fileError(error, join(folder, LIST));
  }
}
