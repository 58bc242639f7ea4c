import { valueAt } from '../base/field-path.ts';
import type { Files } from '../base/files.ts';
import { freeze } from '../base/freeze.ts';
import { basename, dirname, resolve } from '../base/path.ts';
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
  /** Where its energy table is looked for. */
  readonly files: Files;
  readonly tree: ConfigTree;
  readonly file: string;
}

/** Reads a hardware config: a path, or the name of a built-in one. Throws a UserError with all faults of the file, its bases and --set. */
export async function loadHardware(files: Files, file: string, options: LoadOptions = {}): Promise<Hardware> {
  return hardwareOf(readHardwareSource(files, file), options);
}

/** The machine, and for every key of its config that is not a default where its value comes from: `--set`, or file and line. */
export async function loadHardwareWithOrigins(
  files: Files,
  file: string,
  options: LoadOptions = {},
): Promise<{ hardware: Hardware; origins: Origins }> {
  const source = readHardwareSource(files, file);
  const hardware = await hardwareOf(source, options);
  return { hardware, origins: hardwareOrigins(source, options) };
}

/** Where the values of a machine with changes come from. */
export function hardwareOrigins({ tree }: HardwareSource, { set = [] }: LoadOptions = {}): Origins {
  return originsOf(applySets(tree, set));
}

/** The same from text, for tests and for configs that are in no file; relative paths start from the folder of `file`. */
export async function loadHardwareText(
  files: Files,
  text: string,
  options: LoadOptions & { file?: string } = {},
): Promise<Hardware> {
  const file = options.file ?? 'hardware.yaml';
  const tree = readTextLayers(files, text, { file, display: file }, 'hardware');
  return hardwareOf({ files, tree, file: basename(file) }, options);
}

/** Reads the file and what it extends; only faults of reading are thrown here. */
export function readHardwareSource(files: Files, file: string): HardwareSource {
  const config = findConfig(files, file, 'hardware');
  return { files, tree: readLayers(files, config, 'hardware'), file: basename(config.file) };
}

/** The machine of a source with changes; throws a UserError with all faults. */
export async function hardwareOf(
  { files, tree, file }: HardwareSource,
  { set = [] }: LoadOptions = {},
): Promise<Hardware> {
  const changed = applySets(tree, set);
  const faults = [...changed.faults, ...faultsIn(() => tableFile(files, changed))];
  const config = await readConfig(hardwareSchema, { ...changed, faults }, checkHardware);
  return freeze(hardwareRecord(config, file, tableFile(files, changed)));
}

/**
 * The energy table: a built-in one, or a path that starts from the folder of the file that names it (for `--set` the working folder).
 * Empty where the config names none that could be looked for; the schema tells that.
 */
function tableFile(files: Files, tree: ConfigTree): string {
  const name = valueAt(withDefaults(hardwareSchema, tree.root), ['energy', 'table']);
  if (typeof name !== 'string' || name === '') return '';
  const origin = tree.origins.get('energy.table')?.value.file;
  const from =
    origin === undefined || origin === '--set' ? files.workingFolder : dirname(resolve(files.workingFolder, origin));
  return findConfig(files, name, 'energy', from, placeOf(tree, ['energy', 'table'])).file;
}
