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
import { type HardwareSchema, hardwareSchema } from '../../machines/hardware-schema.ts';
import type { AxisTarget } from './sweep.ts';

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

/** The axes of all machines' configs, and the others. */
export async function axisKinds(): Promise<AxisKinds> {
  const hardware = await hardwareSchema();
  const names = axisNames(hardware);
  const kind = (name: string, place: Place) => axisKind(hardware, names, name, place);
  return { names, kind, describe: (name) => describeAxis(kind(name, {})) };
}

/**
 * What the axis of that name may hold: a key of the hardware config, `energy.override.<component>.<action>`, a key under `compress` of a network YAML, or
 * one of NETWORK_AXES.
 */
function axisKind(hardware: HardwareSchema, keys: readonly string[], name: string, place: Place): AxisKind {
  if (Object.hasOwn(NETWORK_AXES, name)) return NETWORK_AXES[name];
  if (priceKey(name) !== undefined) return hardwareKind(hardware, ['energy', 'override', 0, 'energy']);
  if (keys.includes(name) && name.startsWith(COMPRESS))
    return { ...leafKind(compression, parsePath(name.slice(COMPRESS.length))), target: 'network', read: READERS[name] };
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

function describeAxis({ spec, words }: AxisKind): string {
  if (spec !== undefined) return describeSpec(spec);
  return words === undefined ? 'words' : words.join(', ');
}

function axisNames(hardware: HardwareSchema): string[] {
  const ofHardware = leafKeys(hardware, '').filter((key) => key !== 'machine'); // its other keys would not fit
  return [...ofHardware, ...leafKeys(compression, COMPRESS), ...Object.keys(NETWORK_AXES)];
}

function hardwareKind(hardware: HardwareSchema, path: FieldPath): AxisKind {
  return { ...leafKind(hardware, path), target: 'hardware' };
}

function leafKind(root: z.core.$ZodType, path: FieldPath): Omit<AxisKind, 'target'> {
  const schema = unwrap(schemaAt(root, path)!);
  const words =
    schema instanceof z.ZodEnum
      ? schema.options.map(String)
      : schema instanceof z.ZodBoolean
        ? ['true', 'false']
        : schema instanceof z.ZodLiteral
          ? [...schema.values].map(String)
          : undefined;
  return { spec: numericSpecOf(schema), words };
}

function leafKeys(schema: z.core.$ZodType, prefix: string): string[] {
  return knownKeys(schema).flatMap((key) => {
    const child = schemaAt(schema, [key])!;
    if (unwrap(child) instanceof z.ZodArray) return [];
    return knownKeys(child).length === 0 ? [`${prefix}${key}`] : leafKeys(child, `${prefix}${key}.`);
  });
}
