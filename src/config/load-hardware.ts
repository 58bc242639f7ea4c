import { basename, isAbsolute } from 'node:path';
import { parseNumberFormat } from '../base/number-format.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import { applySets } from './apply-sets.ts';
import { checkHardware } from './check-hardware.ts';
import { type ConfigMapping, type ConfigTree, isMapping, placeOf } from './config-tree.ts';
import { type ConfigFile, findConfig, folderOf } from './find-config.ts';
import { freeze } from '../base/freeze.ts';
import type { EnergyOverride, Hardware, RegisterFile, SramMemory } from './hardware.ts';
import { type HardwareConfig, hardwareSchema } from './hardware-schema.ts';
import { type Origins, originsOf } from './origins.ts';
import { readConfig } from './read-config.ts';
import { toAttributes } from './row-attributes.ts';
import { readLayers, readTextLayers } from './read-layers.ts';

export interface LoadOptions {
  /** `key=value` changes of the command line, in their order. */
  readonly set?: readonly string[];
}

/** Reads a hardware config: a path, or the name of a built-in one. Throws a UserError with all faults of the file, its bases and --set. */
export async function loadHardware(file: string, options: LoadOptions = {}): Promise<Hardware> {
  return (await loadHardwareWithOrigins(file, options)).hardware;
}

/** The machine, and for every key of its config where its value comes from: a file, `--set` or `default`. */
export async function loadHardwareWithOrigins(
  file: string,
  options: LoadOptions = {},
): Promise<{ hardware: Hardware; origins: Origins }> {
  const config = findConfig(file, 'hardware');
  return toHardware(await readLayers(config, 'hardware', absoluteTable), basename(config.file), options);
}

/** The same from text, for tests and for configs that are in no file; relative paths start from the working folder. */
export async function loadHardwareText(text: string, options: LoadOptions & { file?: string } = {}): Promise<Hardware> {
  const file = options.file ?? 'hardware.yaml';
  const tree = await readTextLayers(text, { file, display: file }, 'hardware', absoluteTable);
  return (await toHardware(tree, basename(file), options)).hardware;
}

async function toHardware(
  base: ConfigTree,
  file: string,
  { set = [] }: LoadOptions,
): Promise<{ hardware: Hardware; origins: Origins }> {
  const tree = absoluteTable(applySets(base, set), { file: 'command line', display: '--set' });
  const config = await readConfig(hardwareSchema, tree, (data) => [
    ...checkHardware(data, tree),
    ...tableFaults(data, tree),
  ]);
  return { hardware: freeze(toRecord(config, file)), origins: originsOf(hardwareSchema, tree) };
}

/** A table's path is relative to the file that names it, so it is made absolute while that file is known; a missing one is told later. */
function absoluteTable(tree: ConfigTree, config: ConfigFile): ConfigTree {
  const energy = tree.root['energy'];
  if (!isMapping(energy) || typeof energy['table'] !== 'string' || isAbsolute(energy['table'])) return tree;
  try {
    const table = findConfig(energy['table'], 'energy', folderOf(config)).file;
    return { ...tree, root: { ...tree.root, energy: { ...energy, table } as ConfigMapping } };
  } catch (error) {
    if (error instanceof UserError) return tree;
    throw error;
  }
}

function tableFaults({ energy }: HardwareConfig, tree: ConfigTree): readonly Fault[] {
  try {
    findConfig(energy.table, 'energy', process.cwd(), placeOf(tree, ['energy', 'table']));
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
}

function toRecord(config: HardwareConfig, file: string): Hardware {
  const {
    name,
    technology,
    clock,
    processingElements,
    activationQueue,
    encoding,
    arithmetic,
    memories,
    weights,
    dram,
    simulation,
    energy,
  } = config;
  return {
    name,
    file,
    technologyNm: technology,
    clockHz: clock,
    processingElements,
    activationQueue,
    encoding: {
      ...encoding,
      codeBits:
        encoding.codeBits ?? (encoding.weights === 'codebook' ? 4 : parseNumberFormat(arithmetic.weight).widthBits),
      indexBits: encoding.indexBits === 'none' ? null : encoding.indexBits,
    },
    arithmetic,
    memories: {
      sparseMatrix: toSram(memories.sparseMatrix),
      pointers: toSram(memories.pointers),
      activations: toSram(memories.activations),
      sourceActivations: toRegisters(memories.sourceActivations),
      destinationActivations: toRegisters(memories.destinationActivations),
    },
    weights,
    dram,
    simulation,
    energy: { tableFile: findConfig(energy.table, 'energy').file, overrides: energy.override.map(toOverride) },
  };
}

function toSram({ kind, device, capacity, banks, width }: HardwareConfig['memories']['pointers']): SramMemory {
  return { kind, device, capacityBytes: capacity, banks, widthBits: width };
}

function toRegisters({ kind, entries, width }: HardwareConfig['memories']['sourceActivations']): RegisterFile {
  return { kind, entries, widthBits: width };
}

function toOverride({
  component,
  action,
  energy,
  ...attributes
}: HardwareConfig['energy']['override'][number]): EnergyOverride {
  return { component, action, energyPj: energy, attributes: toAttributes(attributes) };
}
