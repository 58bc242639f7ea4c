import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { nearestName } from '../base/nearest-name.ts';
import { type Place, UserError } from '../base/user-error.ts';
import { packageRoot } from '../node/package-root.ts';

/** Folders of configs/ that hold built-in files. */
export type ConfigFolder = 'hardware' | 'networks' | 'energy' | 'sweeps';

/** A config file: where it is, and what messages call it. */
export interface ConfigFile {
  readonly file: string;
  readonly display: string;
}

/**
 * The file that a user means: a path, relative to `from`, or the name of a built-in config with or without `.yaml` (`eie-64pe`). A folder does not hide a
 * built-in config: the results of `sweep eie-fig8 --out eie-fig8` lie in one.
 * Throws a UserError at `place` that names the path when there is neither.
 */
export function findConfig(name: string, folder: ConfigFolder, from = process.cwd(), place?: Place): ConfigFile {
  const asTyped = resolve(from, name);
  const builtIn = builtInConfigs(folder);
  const bare =
    basename(name) === name || name === `ladder/${basename(name)}` ? name.replace(/\.ya?ml$/, '') : undefined;
  const isBuiltIn = bare !== undefined && builtIn.includes(bare);
  if (existsSync(asTyped) && !(isBuiltIn && isFolder(asTyped)))
    return { file: asTyped, display: from === process.cwd() ? name : displayName(asTyped) };
  if (isBuiltIn) {
    const file = join(packageRoot(), 'configs', folder, `${bare}.yaml`);
    return { file, display: displayName(file) };
  }
  const near = bare === undefined ? undefined : nearestName(bare, builtIn);
  throw UserError.at(
    place ?? { file: name },
    `${place === undefined ? 'no such file' : `no such file "${name}"`}, and no built-in config of that name${near === undefined ? '' : `; did you mean "${near}"?`}`,
    'NO_SUCH_FILE',
  );
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

/** Names of the built-in configs of a folder, subfolders included (`ladder/dense-dram`). */
export function builtInConfigs(folder: ConfigFolder): string[] {
  const root = join(packageRoot(), 'configs', folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => extname(name) === '.yaml')
    .map((name) => name.slice(0, -'.yaml'.length).replaceAll('\\', '/'))
    .toSorted();
}

/** Relative to the working folder where the file lies in it, otherwise absolute. */
export function displayName(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}

/** The folder that relative paths of a config start from. */
export function folderOf(config: ConfigFile): string {
  return dirname(config.file);
}
