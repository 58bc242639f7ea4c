import { utf8 } from '../../base/files/bytes.ts';
import type { Files } from '../../base/files/files.ts';
import { relative, resolve } from '../../base/files/path.ts';
import type { Place } from '../../base/user-error.ts';
import type { ConfigMapping, ConfigTree } from './config-tree.ts';
import type { ConfigFile } from './find-config.ts';
import { parseYaml } from './yaml-source.ts';

/** Where the build keeps the trees of built-in configs, seen from their folder; elsewhere than in the installed package there are none. */
const FOLDER = '../dist/configs';

/** A tree as the build writes it; line and column of each key and of its value. */
export interface ReadyTree {
  /** What was parsed: a file that was changed since then is parsed again. */
  readonly text: string;
  readonly root: ConfigMapping;
  readonly origins: Readonly<Record<string, readonly [number, number, number, number]>>;
  readonly place: readonly [number, number];
}

/** The tree of a config file with this text; that of a built-in one was made when the package was built. */
export function treeOf(files: Files, config: ConfigFile, text: string): ConfigTree {
  const ready = readyTree(files, config.file);
  return ready?.text === text ? unpackTree(ready, config.display) : parseYaml(text, config.display);
}

function readyTree(files: Files, file: string): ReadyTree | undefined {
  const inside = relative(files.builtIn, file);
  if (inside.startsWith('..')) return undefined;
  const path = resolve(files.builtIn, `${FOLDER}/${inside}.json`);
  return files.find(path)?.kind === 'file' ? JSON.parse(utf8(files.read(path))) : undefined;
}

/** undefined for a tree with faults: each reader is to be told of them. */
export function packTree(text: string, { root, origins, faults, place }: ConfigTree): ReadyTree | undefined {
  if (faults.length > 0) return undefined;
  const packed = [...origins].map(([path, { key, value }]) => [path, [...lineOf(key), ...lineOf(value)]]);
  return { text, root, origins: Object.fromEntries(packed), place: lineOf(place) };
}

function unpackTree({ root, origins, place }: ReadyTree, file: string): ConfigTree {
  const places = new Map<string, { key: Place; value: Place }>();
  for (const path in origins) {
    const [keyLine, keyColumn, line, column] = origins[path];
    places.set(path, { key: { file, line: keyLine, column: keyColumn }, value: { file, line, column } });
  }
  return { root, origins: places, faults: [], place: { file, line: place[0], column: place[1] } };
}

function lineOf({ line = 1, column = 1 }: Place): [number, number] {
  return [line, column];
}
