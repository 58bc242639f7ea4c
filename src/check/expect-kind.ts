import { extname } from 'node:path';
import { UserError } from '../base/user-error.ts';
import type { ConfigMapping } from '../config/yaml/config-tree.ts';
import type { ConfigFolder } from '../config/yaml/find-config.ts';
import { parseYaml } from '../config/yaml/yaml-source.ts';
import { IMPORTERS } from '../network/importers/index.ts';
import { builtInConfigs, readConfigText } from '../node/read-configs.ts';
import { isEieDump } from '../node/read-networks.ts';
import { type ConfigKind, configSchemas } from './config-kinds.ts';
import { kindOf } from './kind-of.ts';

const FOLDERS: Readonly<Record<ConfigKind, ConfigFolder>> = {
  hardware: 'hardware',
  network: 'networks',
  energy: 'energy',
  platform: 'platforms',
  training: 'training',
  sweep: 'sweeps',
};

/**
 * Loads what the user gave as a config of a kind. Where that fails because it is something else (arguments in the wrong order, a result instead of a config),
 * the error says what it is, not which of the kind's keys it lacks.
 * @throws UserError of `load`, or that one
 */
export async function expectKind<T>(name: string, kind: ConfigKind, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const found = error instanceof UserError ? await whatItIs(name) : undefined;
    if (found === undefined || found.kind === kind) throw error;
    const order =
      kind === 'hardware' && found.kind === 'network' ? `; the machine goes before it: eie-64pe ${name}` : '';
    throw UserError.at({ file: name }, `expected ${WORDS[kind]}, found ${found.words}${order}`, 'WRONG_KIND');
  }
}

const WORDS: Readonly<Record<ConfigKind, string>> = {
  hardware: 'a hardware config',
  network: 'a network',
  energy: 'an energy table',
  platform: 'a measured platform',
  sweep: 'a sweep',
  training: 'a training recipe',
};

interface Found {
  readonly kind: ConfigKind | 'result';
  readonly words: string;
}

/** What a name or path is; undefined where nothing can be said. */
async function whatItIs(name: string): Promise<Found | undefined> {
  const bare = name.replace(/\.ya?ml$/i, '');
  for (const [kind, folder] of Object.entries(FOLDERS) as [ConfigKind, ConfigFolder][])
    if (builtInConfigs(folder).includes(bare)) return { kind, words: `${WORDS[kind]} that is built in` };
  if (isEieDump(name)) return { kind: 'network', words: `${WORDS.network}: an EIE dump folder` };
  if (isWeightFile(name)) return { kind: 'network', words: `${WORDS.network}: a weight file` };
  const root = rootOf(name);
  if (root === undefined) return undefined;
  if ('schemaVersion' in root) return { kind: 'result', words: 'the record of a result' };
  const kind = kindOf(root, await configSchemas());
  return kind === undefined ? undefined : { kind, words: WORDS[kind] };
}

/** By its name: what reads weights, and no config. */
export function isWeightFile(name: string): boolean {
  return IMPORTERS.some(({ extensions }) => extensions.includes(extname(name).toLowerCase()));
}

function rootOf(file: string): ConfigMapping | undefined {
  try {
    return parseYaml(readConfigText(file), file).root;
  } catch {
    return undefined;
  }
}
