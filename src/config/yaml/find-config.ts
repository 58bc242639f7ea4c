import type { Files } from '../../base/files/files.ts';
import { basename, dirname, extname, join, relative, resolve } from '../../base/files/path.ts';
import { nearestName } from '../../base/nearest-name.ts';
import { type Place, UserError } from '../../base/user-error.ts';

/** Folders of configs/ that hold built-in files. */
export type ConfigFolder = 'hardware' | 'networks' | 'energy' | 'sweeps' | 'platforms' | 'training';

/** A config file: where it is, and what messages call it. */
export interface ConfigFile {
  readonly file: string;
  readonly display: string;
}

/** The network that a training leaves in its folder; the folder means it, too. */
export const NETWORK_OF_RESULT = 'network.yaml';

/**
 * The file that a user means: a path, relative to `from`, or the name of a built-in config with or without `.yaml` (`eie-64pe`). A folder does not hide a
 * built-in config: the results of `sweep eie-fig8 --out eie-fig8` lie in one.
 * Throws a UserError at `place` that names the path when there is neither.
 */
export function findConfig(
  files: Files,
  name: string,
  folder: ConfigFolder,
  from = files.workingFolder,
  place?: Place,
): ConfigFile {
  const asTyped = resolve(from, name);
  const bare =
    basename(name) === name || name === `ladder/${basename(name)}` ? name.replace(/\.ya?ml$/, '') : undefined;
  const isBuiltIn = bare !== undefined && files.find(`${files.builtIn}/${folder}/${bare}.yaml`)?.kind === 'file';
  const result = folder === 'networks' ? join(asTyped, NETWORK_OF_RESULT) : undefined;
  if (result !== undefined && files.find(result)?.kind === 'file')
    return { file: result, display: displayName(files, result) };
  const found = files.find(asTyped);
  if (found !== undefined && !(isBuiltIn && found.kind === 'folder'))
    return { file: asTyped, display: from === files.workingFolder ? name : displayName(files, asTyped) };
  if (isBuiltIn) {
    const file = `${files.builtIn}/${folder}/${bare}.yaml`;
    return { file, display: displayName(files, file) };
  }
  const near = bare === undefined ? undefined : nearestName(bare, builtInConfigs(files, folder));
  throw UserError.at(
    place ?? { file: name },
    `${place === undefined ? 'no such file' : `no such file "${name}"`}, and no built-in config of that name${near === undefined ? '' : `; did you mean "${near}"?`}`,
    'NO_SUCH_FILE',
  );
}

/** Names of the built-in configs of a folder, subfolders included (`ladder/dense-dram`). */
export function builtInConfigs(files: Files, folder: ConfigFolder): string[] {
  return filesBelow(files, `${files.builtIn}/${folder}`)
    .filter((name) => extname(name) === '.yaml')
    .map((name) => name.slice(0, -'.yaml'.length))
    .toSorted();
}

/** Names of all files in a folder and the folders in it, from there. */
function filesBelow(files: Files, folder: string): string[] {
  return files.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return files.find(path)?.kind === 'folder' ? filesBelow(files, path).map((one) => `${name}/${one}`) : [name];
  });
}

/** Relative to the working folder where the file lies in it, otherwise absolute. */
function displayName(files: Files, file: string): string {
  const path = relative(files.workingFolder, file);
  return path.startsWith('..') ? file : path;
}

/** The folder that relative paths of a config start from. */
export function folderOf(config: ConfigFile): string {
  return dirname(config.file);
}
