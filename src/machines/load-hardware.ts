import { basename, dirname, resolve } from 'node:path';
import { valueAt } from '../base/field-path.ts';
import { freeze } from '../base/freeze.ts';
import { faultsIn } from '../base/user-error.ts';
import { applySets } from '../config/apply-sets.ts';
import { type ConfigTree, placeOf } from '../config/config-tree.ts';
import { findConfig } from '../config/find-config.ts';
import type { Hardware } from '../config/hardware.ts';
import { type Origins, originsOf } from '../config/origins.ts';
import { readConfig } from '../config/read-config.ts';
import { readLayers, readTextLayers } from '../config/read-layers.ts';
import { withDefaults } from '../config/schema-walk.ts';
import { checkHardware } from './check-hardware.ts';
import { hardwareRecord } from './hardware-record.ts';
import { hardwareSchema } from './hardware-schema.ts';

export interface LoadOptions {
  /** `key=value` changes of the command line, in their order. */
  readonly set?: readonly string[];
}

/** A hardware config as read from its file and bases, before `--set`, defaults and checks: a sweep reads it once and makes many machines of it. */
export interface HardwareSource {
  readonly tree: ConfigTree;
  readonly file: string;
}

/** Reads a hardware config: a path, or the name of a built-in one. Throws a UserError with all faults of the file, its bases and --set. */
export async function loadHardware(file: string, options: LoadOptions = {}): Promise<Hardware> {
  return hardwareOf(await readHardwareSource(file), options);
}

/** The machine, and for every key of its config that is not a default where its value comes from: `--set`, or file and line. */
export async function loadHardwareWithOrigins(
  file: string,
  options: LoadOptions = {},
): Promise<{ hardware: Hardware; origins: Origins }> {
  const source = await readHardwareSource(file);
  const hardware = await hardwareOf(source, options);
  return { hardware, origins: hardwareOrigins(source, options) };
}

/** Where the values of a machine with changes come from. */
export function hardwareOrigins({ tree }: HardwareSource, { set = [] }: LoadOptions = {}): Origins {
  return originsOf(applySets(tree, set));
}

/** The same from text, for tests and for configs that are in no file; relative paths start from the folder of `file`. */
export async function loadHardwareText(text: string, options: LoadOptions & { file?: string } = {}): Promise<Hardware> {
  const file = options.file ?? 'hardware.yaml';
  const tree = await readTextLayers(text, { file, display: file }, 'hardware');
  return hardwareOf({ tree, file: basename(file) }, options);
}

/** Reads the file and what it extends; only faults of reading are thrown here. */
export async function readHardwareSource(file: string): Promise<HardwareSource> {
  const config = findConfig(file, 'hardware');
  return { tree: await readLayers(config, 'hardware'), file: basename(config.file) };
}

/** The machine of a source with changes; throws a UserError with all faults. */
export async function hardwareOf({ tree, file }: HardwareSource, { set = [] }: LoadOptions = {}): Promise<Hardware> {
  const changed = applySets(tree, set);
  const faults = [...changed.faults, ...faultsIn(() => tableFile(changed))];
  const config = await readConfig(hardwareSchema, { ...changed, faults }, checkHardware);
  return freeze(hardwareRecord(config, file, tableFile(changed)));
}

/**
 * The energy table: a built-in one, or a path that starts from the folder of the file that names it (for `--set` the working folder).
 * Empty where the config names none that could be looked for; the schema tells that.
 */
function tableFile(tree: ConfigTree): string {
  const name = valueAt(withDefaults(hardwareSchema, tree.root), ['energy', 'table']);
  if (typeof name !== 'string' || name === '') return '';
  const origin = tree.origins.get('energy.table')?.value.file;
  const from = origin === undefined || origin === '--set' ? process.cwd() : dirname(resolve(origin));
  return findConfig(name, 'energy', from, placeOf(tree, ['energy', 'table'])).file;
}
