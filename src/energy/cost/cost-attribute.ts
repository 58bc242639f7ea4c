import { knownNames } from '../../base/nearest-name.ts';
import { dimensionOf, inUnit, parseLiteral } from '../../base/quantity.ts';
import { DIMENSIONS, UNITS, unitHint } from '../../base/units.ts';
import { UserError } from '../../base/user-error.ts';

/** What a component may be asked with: a quantity with its unit as text, a plain number, or one of some words. */
export type CostAttribute = {
  /** Name of the number or word in the answer; the unit ends it. */
  readonly recordName: string;
  readonly describe: string;
  /** Text taken where nothing is given; absent: must be given, unless it is optional. */
  readonly fallback?: string;
  readonly optional?: true;
} & (
  | {
      readonly kind: 'quantity';
      readonly unit: string;
      readonly example: string;
      readonly whole?: boolean;
      readonly orZero?: boolean;
    }
  | { readonly kind: 'number'; readonly whole: boolean; readonly example: string }
  | { readonly kind: 'word'; readonly words: readonly string[] | null }
);

/** The attribute's value in the unit of its record name. */
export function readAttribute(name: string, attribute: CostAttribute, given: string | number): string | number {
  if (attribute.kind === 'word') return readWord(name, attribute.words, String(given));
  const { kind, example, whole = false } = attribute;
  const orZero = kind === 'quantity' && attribute.orZero === true;
  const value = readQuantity(name, String(given), kind === 'quantity' ? attribute.unit : '', example);
  const least = orZero ? 'of 0 or more' : 'above 0';
  if (!(value > 0 || (orZero && value === 0)) || !Number.isFinite(value) || (whole && !Number.isInteger(value)))
    refuse(name, `expected a ${whole ? 'whole ' : ''}number ${least}, such as "${example}", found "${given}"`, 'RANGE');
  return value;
}

function readQuantity(name: string, text: string, unit: string, example: string): number {
  const quantity = parseLiteral(text);
  const expected = `expected ${DIMENSIONS[UNITS.get(unit)!.dimension].words} such as "${example}", found "${text}"`;
  if (quantity === undefined) return refuse(name, expected, 'CONFIG_TYPE');
  if (!UNITS.has(quantity.unit)) {
    const hint = unitHint(quantity.unit);
    return refuse(
      name,
      `${expected}: no unit "${quantity.unit}"${hint === undefined ? '' : `, ${hint}`}`,
      'CONFIG_UNIT',
    );
  }
  if (dimensionOf(quantity) !== UNITS.get(unit)!.dimension) return refuse(name, expected, 'CONFIG_UNIT');
  return inUnit(quantity, unit);
}

function readWord(name: string, words: readonly string[] | null, text: string): string {
  if (words !== null && !words.includes(text))
    refuse(name, `no ${name} "${text}" (${knownNames(text, words)})`, 'UNKNOWN_NAME');
  return text;
}

function refuse(path: string, message: string, code: string): never {
  throw UserError.at({ path }, message, code);
}
