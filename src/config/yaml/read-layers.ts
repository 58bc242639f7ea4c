import type { Files } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import { type ConfigTree, layOver, placeOf } from './config-tree.ts';
import { type ConfigFile, type ConfigFolder, findConfig, folderOf } from './find-config.ts';
import { readConfigText } from './read-text.ts';
import { treeOf } from './ready-tree.ts';

/** Reads a config file and the files that it extends, the base first; `extends` itself is not in the result. A chain that comes back is an error. */
export function readLayers(
  files: Files,
  config: ConfigFile,
  folder: ConfigFolder,
  extend: Extend = layOver,
): ConfigTree {
  return readTextLayers(files, readConfigText(files, config.file, config.display), config, folder, extend);
}

/** Lays a file upon the one that it extends. */
export type Extend = (base: ConfigTree, over: ConfigTree) => ConfigTree;

/** The same for a text that need not be in a file. `above` lists the files that extend this one. */
export function readTextLayers(
  files: Files,
  text: string,
  config: ConfigFile,
  folder: ConfigFolder,
  extend: Extend = layOver,
  above: readonly string[] = [],
): ConfigTree {
  const tree = treeOf(files, config, text);
  if (!Object.hasOwn(tree.root, 'extends')) return tree;
  const { extends: name, ...root } = tree.root;
  const place = placeOf(tree, ['extends']);
  if (typeof name !== 'string') throw UserError.at(place, 'expected the name of a config file', 'CONFIG_TYPE');
  const base = findConfig(files, name, folder, folderOf(config), place);
  const chain = [...above, config.file];
  if (chain.includes(base.file)) {
    const way = [...chain, base.file].map((file) => basename(file)).join(' -> ');
    throw UserError.at(place, `expected a file that does not extend this one, found a loop: ${way}`, 'CONFIG_LOOP');
  }
  const below = readTextLayers(files, readConfigText(files, base.file, base.display), base, folder, extend, chain);
  return extend(below, { ...tree, root });
}
