import { parseWeightFormat } from '../../base/block-format.ts';
import { type FieldPath, parsePath } from '../../base/field-path.ts';
import { knownNames } from '../../base/nearest-name.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import { type Place, UserError } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { dramPart } from '../../config/dram-parts.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { compression } from '../../config/network/compression-schema.ts';
import { batch, layerSources, seed } from '../../config/network/layer-sources.ts';
import { describeSpec, type NumericSpec } from '../../config/yaml/numeric.ts';
import { knownKeys, numericSpecOf, schemaAt, unwrap } from '../../config/yaml/schema-walk.ts';
import { allMachines } from '../../machines/index.ts';
import type { AxisTarget } from './sweep.ts';
import { MACHINE_AXIS } from './swept-machines.ts';

/** What an axis may hold. */
export interface AxisKind {
  readonly target: AxisTarget;
  /** What its numbers must be; undefined: words. */
  readonly spec: NumericSpec | undefined;
  /** The words it may hold, where they are a closed list. */
  readonly words: readonly string[] | undefined;
  /** Throws a UserError for a word that means nothing, where the list is not closed. */
  readonly read?: (word: string) => unknown;
}

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

/** The axes of the configs of some machines (of all, where none are given), and the others. */
export async function axisKinds(schemas?: Schemas): Promise<AxisKinds> {
  const all = await allSchemas();
  const hardware = schemas ?? all;
  const names = axisNames(hardware);
  const ofOthers = schemas === undefined ? [] : axisNames(all);
  const kind = (name: string, place: Place) => {
    if (ofOthers.includes(name) && !names.includes(name))
      throw UserError.at(
        place,
        `expected a key of the machine, found "${name}" of another kind of machine (all: picojoule list axes)`,
        'UNKNOWN_KEY',
      );
    return axisKind(hardware, names, name, place);
  };
  return { names, kind, describe: (name) => describeAxis(name, kind(name, {})) };
}

async function allSchemas(): Promise<Schemas> {
  const configs = await Promise.all(allMachines().map((machine) => machine.config()));
  return configs.map(({ schema }) => schema);
}

/**
 * What the axis of that name may hold: a key of a hardware config, `energy.override.<component>.<action>`, a key under `compress` of a network YAML,
 * hardware configs, or one of NETWORK_AXES.
 */
function axisKind(hardware: Schemas, keys: readonly string[], name: string, place: Place): AxisKind {
  if (name === MACHINE_AXIS) return MACHINES;
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

function describeAxis(name: string, { spec, words }: AxisKind): string {
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

/** What a key of some machines may hold: numbers, the words that any of them takes, or any word where one takes any. */
function leafKind(roots: readonly z.core.$ZodType[], path: FieldPath): Omit<AxisKind, 'target'> {
  const leaves = roots.flatMap((root) => schemaAt(root, path) ?? []);
  const lists = leaves.map(wordsOf);
  const isClosed = lists.every((words) => words !== undefined);
  return {
    spec: leaves.map(numericSpecOf).find((spec) => spec !== undefined),
    words: isClosed ? [...new Set(lists.flat())] : undefined,
  };
}

function wordsOf(leaf: z.core.$ZodType): readonly string[] | undefined {
  const schema = unwrap(leaf);
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodBoolean) return ['true', 'false'];
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : undefined;
}

function leafKeys(schema: z.core.$ZodType, prefix: string): string[] {
  return knownKeys(schema).flatMap((key) => {
    const child = schemaAt(schema, [key])!;
    if (unwrap(child) instanceof z.ZodArray) return [];
    return knownKeys(child).length === 0 ? [`${prefix}${key}`] : leafKeys(child, `${prefix}${key}.`);
  });
}
