import { parseWeightFormat } from '../../base/block-format.ts';
import type { FieldPath } from '../../base/field-path.ts';
import { type Fault, faultsIn, type Place } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { dramPart } from '../dram-parts.ts';
import { type ConfigTree, placeOf } from '../yaml/config-tree.ts';
import { count, quantity } from '../yaml/numeric.ts';

/** What a price is for. */
export const pricedAction = {
  component: z
    .string()
    .min(1)
    .meta({ description: 'Component, e.g. arithmeticUnit', examples: ['arithmeticUnit'] }),
  action: z
    .string()
    .min(1)
    .meta({ description: 'Action, e.g. multiply', examples: ['multiply'] }),
};

/** What a price may ask of the machine: the row or override applies only where all of them hold. */
export const rowAttributes = {
  format: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Number format that the price is for', examples: ['int16'] }),
  width: quantity('information', 'bit', {
    minimum: 1,
    maximum: 65536,
    whole: true,
    example: '64 bit',
    description: 'Width that the price is for',
  }).optional(),
  capacity: quantity('information', 'B', {
    minimum: 1,
    maximum: 2 ** 30,
    whole: true,
    example: '128 KiB',
    description: 'Capacity that the price is for',
  }).optional(),
  entries: count({
    minimum: 1,
    maximum: 65536,
    example: 64,
    description: 'Registers that the price is for',
  }).optional(),
  banks: count({ minimum: 1, maximum: 1024, example: 2, description: 'Banks that the price is for' }).optional(),
  device: z.enum(['hp', 'lstp', 'lop']).optional().meta({ description: 'Device type that the price is for' }),
  part: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'DRAM part that the price is for', examples: ['lpddr3-1600'] }),
};

/** The record's names of the attributes whose unit differs from the YAML's. */
const RECORD_NAMES: Readonly<Record<string, string>> = { width: 'widthBits', capacity: 'capacityBytes' };

type Given = { readonly [Name in AttributeName]?: string | number | undefined };
type AttributeName = keyof typeof rowAttributes;

/** The attributes that a row or override gives, with the units in their names: { format, widthBits, capacityBytes, ... }. */
export function toAttributes(row: Given): Record<string, string | number> {
  const names = Object.keys(rowAttributes) as AttributeName[];
  return Object.fromEntries(
    names.flatMap((name): [string, string | number][] => {
      const value = row[name];
      return value === undefined ? [] : [[RECORD_NAMES[name] ?? name, value]];
    }),
  );
}

/** Formats and DRAM parts that a row or override asks for and that do not exist. */
export function attributeFaults({ format, part }: Given, tree: ConfigTree, path: FieldPath): Fault[] {
  const placed = (key: AttributeName): Place => placeOf(tree, [...path, key]);
  return [
    ...(format === undefined ? [] : faultsIn(() => parseWeightFormat(String(format), placed('format')))),
    ...(part === undefined ? [] : faultsIn(() => dramPart(String(part), placed('part')))),
  ];
}
