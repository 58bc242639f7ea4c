import { valueAt } from '../base/field-path.ts';
import type { Files } from '../base/files/files.ts';
import { basename, dirname, resolve } from '../base/files/path.ts';
import { freeze } from '../base/freeze.ts';
import { type Fault, faultsIn } from '../base/user-error.ts';
import type { z } from '../base/zod.ts';
import { blockFaults, type Chip, type ChipConfig, chipFaults, contradiction } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { applySets } from '../config/yaml/apply-sets.ts';
import { type ConfigTree, layOver, placeOf } from '../config/yaml/config-tree.ts';
import { findConfig } from '../config/yaml/find-config.ts';
import { type Origins, originsOf } from '../config/yaml/origins.ts';
import { type CrossCheck, readConfig } from '../config/yaml/read-config.ts';
import { readLayers, readTextLayers } from '../config/yaml/read-layers.ts';
import { recordOf } from '../config/yaml/record-field.ts';
import { withDefaults } from '../config/yaml/schema-walk.ts';
import { type Hardware, machineWhenNamed } from './index.ts';
import type { MachineConfig } from './machine.ts';

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
  const tree = readTextLayers(files, text, { file, display: file }, 'hardware', extendHardware);
  return hardwareOf({ files, tree, file: basename(file) }, options);
}

/** Reads the file and what it extends; only faults of reading are thrown here. */
export function readHardwareSource(files: Files, file: string): HardwareSource {
  const config = findConfig(files, file, 'hardware');
  return { files, tree: readLayers(files, config, 'hardware', extendHardware), file: basename(config.file) };
}

/** The machine of a source with changes; throws a UserError with all faults. */
export async function hardwareOf(
  { files, tree, file }: HardwareSource,
  { set = [] }: LoadOptions = {},
): Promise<Hardware> {
  const changed = applySets(tree, set);
  const machine = await machineIn(changed);
  const faults = [
    ...changed.faults,
    ...machineFaults(tree, changed, '--set cannot make another machine of it'),
    ...faultsIn(() => tableFile(files, changed, machine)),
  ];
  const config = await readConfig(machine.schema, { ...changed, faults }, faultsOf(machine));
  return freeze(hardwareRecord(machine, config, file, tableFile(files, changed, machine)));
}

/** How a config of the machine that it names is read. Throws a UserError for an unknown one. */
export async function machineIn(tree: ConfigTree): Promise<MachineConfig<Chip>> {
  const { machine = DEFAULT_MACHINE } = tree.root;
  return (await machineWhenNamed(String(machine), placeOf(tree, ['machine']))).config();
}

/** A file may name its machine, but not make another one of the config that it starts from. */
function extendHardware(base: ConfigTree, over: ConfigTree): ConfigTree {
  const laid = layOver(base, over);
  const faults = machineFaults(base, laid, 'a file that extends another keeps its machine');
  return { ...laid, faults: [...laid.faults, ...faults] };
}

function machineFaults(before: ConfigTree, after: ConfigTree, why: string): readonly Fault[] {
  const { machine: expected = DEFAULT_MACHINE } = before.root;
  const { machine: found = DEFAULT_MACHINE } = after.root;
  if (expected === found) return [];
  return [contradiction(after, ['machine'], `expected machine: ${String(expected)}, found ${String(found)}; ${why}`)];
}

/** Every contradiction of a checked config. */
export function faultsOf(machine: MachineConfig<Chip>): CrossCheck<unknown> {
  return (config, tree) => [
    ...chipFaults(config as ChipConfig, tree),
    ...(machine.holdsBlocks === true ? [] : blockFaults(config as ChipConfig, tree)),
    ...machine.faults(config as never, tree),
  ];
}

/** The record of a checked config. `file` is its base name, `tableFile` the absolute path of its energy table. */
export function hardwareRecord(
  machine: MachineConfig<Chip>,
  config: unknown,
  file: string,
  tableFile: string,
): Hardware {
  const { name, ...stated } = recordOf(machine.schema, config as z.output<typeof machine.schema>) as Omit<Chip, 'file'>;
  const whole = { name, file, ...stated, energy: { ...stated.energy, tableFile } };
  return machine.complete(whole as never) as Hardware;
}

/**
 * The energy table: a built-in one, or a path that starts from the folder of the file that names it (for `--set` the working folder).
 * Empty where the config names none that could be looked for; the schema tells that.
 */
function tableFile(files: Files, tree: ConfigTree, { schema }: MachineConfig<Chip>): string {
  const name = valueAt(withDefaults(schema, tree.root), ['energy', 'table']);
  if (typeof name !== 'string' || name === '') return '';
  const origin = tree.origins.get('energy.table')?.value.file;
  const from =
    origin === undefined || origin === '--set' ? files.workingFolder : dirname(resolve(files.workingFolder, origin));
  return findConfig(files, name, 'energy', from, placeOf(tree, ['energy', 'table'])).file;
}
