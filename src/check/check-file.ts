import { nearestName } from '../base/nearest-name.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import type { ConfigTree } from '../config/config-tree.ts';
import { readConfigText } from '../config/read-text.ts';
import { knownKeys } from '../config/schema-walk.ts';
import { parseYaml } from '../config/yaml-source.ts';
import { type ConfigKind, configKinds } from './config-kinds.ts';

/** What a file is and what is wrong with it; `kind` is undefined where the file does not show it. */
export interface CheckedFile {
  readonly kind: ConfigKind | undefined;
  readonly faults: readonly Fault[];
}

/** Reads a config file of any kind and returns all its faults instead of throwing them. */
export async function checkFile(file: string): Promise<CheckedFile> {
  let kind: ConfigKind | undefined;
  try {
    const tree = parseYaml(await readConfigText(file), file);
    kind = kindOf(Object.keys(tree.root));
    if (kind === undefined) throw new UserError([...tree.faults, unknownKind(tree)]);
    await configKinds[kind].load(file);
    return { kind, faults: [] };
  } catch (error) {
    if (error instanceof UserError) return { kind, faults: error.faults };
    throw error;
  }
}

/** The kind whose keys the file has most of; a misspelt key counts half, and `extends` alone means hardware. */
export function kindOf(keys: readonly string[]): ConfigKind | undefined {
  const scores = kinds().map((kind) => ({
    kind,
    score: keys.reduce((sum, key) => sum + likeness(key, tellingKeys(kind)), 0),
  }));
  const best = scores.toSorted((a, b) => b.score - a.score)[0];
  if (best.score > 0) return best.kind;
  return keys.includes('extends') ? 'hardware' : undefined;
}

function likeness(key: string, known: readonly string[]): number {
  if (known.includes(key)) return 1;
  return nearestName(key, known) === undefined ? 0 : 0.5;
}

/** Keys of a kind; those that every kind has tell nothing. */
function tellingKeys(kind: ConfigKind): string[] {
  return keysOf(kind).filter((key) => kinds().some((other) => !keysOf(other).includes(key)));
}

function unknownKind(tree: ConfigTree): Fault {
  const words = kinds().map((kind) => `${kind} (${tellingKeys(kind).slice(0, 3).join(', ')})`);
  return {
    place: tree.place,
    message: `expected the keys of one kind of config: ${words.join(', ')}`,
    code: 'UNKNOWN_KIND',
  };
}

function keysOf(kind: ConfigKind): string[] {
  return knownKeys(configKinds[kind].schema);
}

function kinds(): ConfigKind[] {
  return Object.keys(configKinds) as ConfigKind[];
}
