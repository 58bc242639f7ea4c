import { basename } from 'node:path';
import { UserError } from '../base/user-error.ts';
import { type ConfigTree, layOver, placeOf } from './config-tree.ts';
import { type ConfigFile, type ConfigFolder, findConfig, folderOf } from './find-config.ts';
import { readConfigText } from './read-text.ts';
import { parseYaml } from './yaml-source.ts';

/** Reads a config file and the files that it extends, the base first; `extends` itself is not in the result. A chain that comes back is an error. */
export async function readLayers(config: ConfigFile, folder: ConfigFolder): Promise<ConfigTree> {
  return readTextLayers(await readConfigText(config.file, config.display), config, folder);
}

/** The same for a text that need not be in a file. `above` lists the files that extend this one. */
export async function readTextLayers(
  text: string,
  config: ConfigFile,
  folder: ConfigFolder,
  above: readonly string[] = [],
): Promise<ConfigTree> {
  const tree = parseYaml(text, config.display);
  if (!Object.hasOwn(tree.root, 'extends')) return tree;
  const { extends: name, ...root } = tree.root;
  const place = placeOf(tree, ['extends']);
  if (typeof name !== 'string') throw UserError.at(place, 'expected the name of a config file', 'CONFIG_TYPE');
  const base = findConfig(name, folder, folderOf(config), place);
  const chain = [...above, config.file];
  if (chain.includes(base.file)) {
    const way = [...chain, base.file].map((file) => basename(file)).join(' -> ');
    throw UserError.at(place, `expected a file that does not extend this one, found a loop: ${way}`, 'CONFIG_LOOP');
  }
  const below = await readTextLayers(await readConfigText(base.file, base.display), base, folder, chain);
  return layOver(below, { ...tree, root });
}
