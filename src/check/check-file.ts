import { type Fault, UserError } from '../base/user-error.ts';
import type { ConfigTree } from '../config/yaml/config-tree.ts';
import { parseYaml } from '../config/yaml/yaml-source.ts';
import { readConfigText } from '../node/read-configs.ts';
import { type ConfigKind, type ConfigSchemas, configKinds, configSchemas } from './config-kinds.ts';
import { isWeightFile } from './expect-kind.ts';
import { kindOf, kinds, tellingKeys } from './kind-of.ts';

/** What a file is and what is wrong with it; `kind` is undefined where the file does not show it. */
export interface CheckedFile {
  readonly kind: ConfigKind | undefined;
  readonly faults: readonly Fault[];
}

/** Reads a config file of any kind and returns all its faults instead of throwing them. */
export async function checkFile(file: string): Promise<CheckedFile> {
  let kind: ConfigKind | undefined;
  if (isWeightFile(file)) return { kind, faults: [weights(file)] };
  try {
    const tree = parseYaml(readConfigText(file), file);
    const schemas = await configSchemas();
    kind = kindOf(tree.root, schemas);
    if (kind === undefined) throw new UserError([...tree.faults, unknownKind(tree, schemas)]);
    await configKinds[kind].load(file);
    return { kind, faults: [] };
  } catch (error) {
    if (error instanceof UserError) return { kind, faults: error.faults };
    throw error;
  }
}

function weights(file: string): Fault {
  const message = 'expected a config, found a file of weights by its name; picojoule inspect tells what it holds';
  return { place: { file }, message, code: 'UNKNOWN_KIND' };
}

/** More keys than these are not told again. */
const MOST_FOUND = 8;

function unknownKind(tree: ConfigTree, schemas: ConfigSchemas): Fault {
  const found = Object.keys(tree.root).slice(0, MOST_FOUND).join(', ');
  const words = kinds().map((kind) => `${kind} (${tellingKeys(kind, schemas).slice(0, 3).join(', ')})`);
  return {
    place: tree.place,
    message: `expected the keys of one kind of config: ${words.join(', ')}; found ${found === '' ? 'none' : found}`,
    code: 'UNKNOWN_KIND',
  };
}
