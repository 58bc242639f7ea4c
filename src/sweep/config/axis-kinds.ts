import { parseWeightFormat } from '../../base/block-format.ts';
import { type FieldPath, parsePath } from '../../base/field-path.ts';
import { knownNames } from '../../base/nearest-name.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import { type Place, UserError } from '../../base/user-error.ts';
import type { z } from '../../base/zod.ts';
import { dramPart } from '../../config/dram-parts.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { compression } from '../../config/network/compression-schema.ts';
import { batch, layerSources, seed } from '../../config/network/layer-sources.ts';
import { describeSpec } from '../../config/yaml/numeric.ts';
import { numericSpecOf, schemaAt } from '../../config/yaml/schema-walk.ts';
import { hardwareSchemas } from '../../machines/hardware-schema.ts';
import { type AxisKind, leafKeys, leafKind } from './axis-kind.ts';
import { MACHINE_AXIS } from './swept-machines.ts';

/** Axes whose words have a grammar or a registry of their own. */
const READERS: Readonly<Record<string, (word: string) => unknown>> = {
  'arithmetic.weight': parseWeightFormat,
  'arithmetic.activation': parseNumberFormat,
  'arithmetic.accumulator': parseNumberFormat,
  'compress.format': parseNumberFormat,
  'dram.part': dramPart,
};

const generated = (key: 'weightDensity' | 'activationDensity' | 'codebookValues'): AxisKind => ({
  target: 'network',
  spec: numericSpecOf(schemaAt(layerSources.generate, [key])!),
  words: undefined,
});

/** Axes that are no keys of the hardware config; a new one is one line here and in src/sweep/build-network.ts. */
export const NETWORK_AXES: Readonly<Record<string, AxisKind>> = {
  seed: { target: 'network', spec: numericSpecOf(seed), words: undefined },
  network: { target: 'network', spec: undefined, words: undefined },
  layer: { target: 'network', spec: undefined, words: undefined },
  weightDensity: generated('weightDensity'),
  activationDensity: generated('activationDensity'),
  codebookValues: generated('codebookValues'),
  batch: { target: 'network', spec: numericSpecOf(batch), words: undefined },
};

/** Hardware configs instead of one of their keys. */
export const MACHINES: AxisKind = { target: 'machine', spec: undefined, words: undefined };

/** Keys of a network YAML that may be axes: what is done to imported weights. */
const COMPRESS = 'compress.';

/** What the keys of a recipe begin with among those of a sweep. */
const OF_RECIPE = 'training.';

/** Whether a key of a sweep is one of its recipe. */
export function isRecipeKey(name: string): boolean {
  return name.startsWith(OF_RECIPE);
}

/** That a sweep changes a key of a recipe and has none. */
export function lacksRecipe(key: string, place: Place): UserError {
  return UserError.at(
    place,
    `"${key}" is a key of a recipe, and this sweep has none (training: RECIPE)`,
    'UNKNOWN_KEY',
  );
}

/** What may be an axis. */
export interface AxisKinds {
  /** Every name that an axis may have, prices apart. */
  readonly names: readonly string[];
  /** What the axis of that name may hold. Throws a UserError at the place for a name that no axis has. */
  readonly kind: (name: string, place: Place) => AxisKind;
  /** The same in words. */
  readonly describe: (name: string) => string;
}

/** Hardware configs of the machines that are swept. */
type Schemas = readonly z.ZodObject[];

/** The axes of the configs of some machines (of all, where none are given), those of recipes where a sweep trains, and the others. */
export async function axisKinds(schemas: Schemas | undefined, trains: boolean): Promise<AxisKinds> {
  const all = await hardwareSchemas();
  const hardware = schemas ?? all;
  const recipe = trains ? await import('../training/recipe-keys.ts') : undefined;
  const ofMachine = axisNames(hardware);
  const names = [...ofMachine, ...(recipe?.recipeKeyNames() ?? [])];
  const ofOthers = schemas === undefined ? [] : axisNames(all);
  const kind = (name: string, place: Place) => {
    if (recipe !== undefined && isRecipeKey(name)) return recipe.recipeKeyKind(name, place);
    if (ofOthers.includes(name) && !names.includes(name))
      throw UserError.at(
        place,
        `expected a key of the machine, found "${name}" of another kind of machine (all: picojoule list axes)`,
        'UNKNOWN_KEY',
      );
    return axisKind(hardware, ofMachine, name, place);
  };
  return { names, kind, describe: (name) => describeAxis(name, kind(name, {})) };
}

/**
 * What the axis of that name may hold: a key of a hardware config, `energy.override.<component>.<action>`, a key under `compress` of a network YAML,
 * hardware configs, or one of NETWORK_AXES.
 */
function axisKind(hardware: Schemas, keys: readonly string[], name: string, place: Place): AxisKind {
  if (name === MACHINE_AXIS) return MACHINES;
  if (isRecipeKey(name)) throw lacksRecipe(name, place);
  if (Object.hasOwn(NETWORK_AXES, name)) return NETWORK_AXES[name];
  if (priceKey(name) !== undefined) return hardwareKind(hardware, ['energy', 'override', 0, 'energy']);
  if (keys.includes(name) && name.startsWith(COMPRESS))
    return {
      ...leafKind([compression], parsePath(name.slice(COMPRESS.length))),
      target: 'network',
      read: READERS[name],
    };
  if (keys.includes(name)) return { ...hardwareKind(hardware, parsePath(name)), read: READERS[name] };
  const inside = keys.filter((key) => key.startsWith(`${name}.`));
  throw UserError.at(
    place,
    inside.length > 0
      ? `expected one key, found the mapping "${name}" (its keys: ${inside.join(', ')})`
      : `unknown axis "${name}" (${knownNames(name, [...keys, 'energy.override.<component>.<action>'])}; all: picojoule list axes)`,
    'UNKNOWN_KEY',
  );
}

function describeAxis(name: string, { spec, words, structured }: AxisKind): string {
  if (structured === true) return 'names with their values';
  if (name === MACHINE_AXIS) return 'hardware configs: files, or names of built-in ones';
  if (spec !== undefined) return describeSpec(spec);
  return words === undefined ? 'words' : words.join(', ');
}

function axisNames(hardware: Schemas): string[] {
  const ofHardware = hardware.flatMap((schema) => leafKeys(schema, '')).filter((key) => key !== MACHINE_AXIS);
  return [...new Set([MACHINE_AXIS, ...ofHardware]), ...leafKeys(compression, COMPRESS), ...Object.keys(NETWORK_AXES)];
}

function hardwareKind(hardware: Schemas, path: FieldPath): AxisKind {
  return { ...leafKind(hardware, path), target: 'hardware' };
}
