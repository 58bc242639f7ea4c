import { formatPath } from '../base/field-path.ts';
import { UserError } from '../base/user-error.ts';
import { type ConfigMapping, type ConfigTree, isMapping, layOver, placeOf } from './config-tree.ts';
import { type ConfigFile, type ConfigFolder, findConfig, folderOf } from './find-config.ts';
import { readConfigText } from './read-text.ts';
import { parseYaml } from './yaml-source.ts';

/** Changes a tree before it is laid upon its base, e.g. makes its relative paths absolute while its folder is known. */
export type Prepare = (tree: ConfigTree, config: ConfigFile) => ConfigTree;

/** Reads a config file and the files that it extends, the base first; `extends` itself is not in the result. A chain that comes back is an error. */
export async function readLayers(
  config: ConfigFile,
  folder: ConfigFolder,
  prepare: Prepare = (tree) => tree,
): Promise<ConfigTree> {
  const tree = parseYaml(await readConfigText(config.file, config.display), config.display);
  return withBase(tree, config, folder, prepare, [config.file]);
}

/** The same for a text that is in no file. */
export async function readTextLayers(
  text: string,
  config: ConfigFile,
  folder: ConfigFolder,
  prepare: Prepare = (tree) => tree,
): Promise<ConfigTree> {
  return withBase(parseYaml(text, config.display), config, folder, prepare, [config.file]);
}

async function withBase(
  tree: ConfigTree,
  config: ConfigFile,
  folder: ConfigFolder,
  prepare: Prepare,
  chain: readonly string[],
): Promise<ConfigTree> {
  if (!Object.hasOwn(tree.root, 'extends')) return prepare(tree, config);
  const { extends: name, ...rest } = tree.root as ConfigMapping & { extends: unknown };
  const place = placeOf(tree, ['extends']);
  if (typeof name !== 'string' || isMapping(name))
    throw UserError.at(place, 'expected the name of a config file', 'CONFIG_TYPE');
  const base = findConfig(name, folder, folderOf(config), place);
  if (chain.includes(base.file)) {
    throw UserError.at(
      place,
      `expected a file that does not extend this one, found a loop: ${[...chain, base.file].map(nameOf).join(' -> ')}`,
      'CONFIG_LOOP',
    );
  }
  const below = parseYaml(await readConfigText(base.file, base.display), base.display);
  const origins = new Map([...tree.origins].filter(([path]) => path !== formatPath(['extends'])));
  return layOver(
    await withBase(below, base, folder, prepare, [...chain, base.file]),
    prepare({ ...tree, root: rest, origins }, config),
  );
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
