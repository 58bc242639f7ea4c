import { DIMENSIONS, type Dimension, UNITS, type Unit } from './units.ts';

/** An amount of a unit of src/base/units.ts; the unit of a plain number is ''. */
export interface Quantity {
  readonly amount: number;
  readonly unit: string;
}

const LITERAL = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\s*([a-z%][\w%/]*))?$/i;

/** Both micro signs (U+00B5, U+03BC) become u, and the spaces that a PDF or a web page smuggles in become plain ones. */
export function plainText(text: string): string {
  return text
    .replace(/[\u00b5\u03bc]/g, 'u')
    .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
    .trim();
}

/** A number and perhaps a word behind it, such as `800 MHz`; the word need not be a unit. undefined: the text is something else. */
export function parseLiteral(text: string): Quantity | undefined {
  const parts = LITERAL.exec(plainText(text));
  return parts === null ? undefined : { amount: Number(parts[1]), unit: parts[2] ?? '' };
}

/** What the quantity measures. Its unit must be one of UNITS. */
export function dimensionOf(quantity: Quantity): Dimension {
  return unitOf(quantity.unit).dimension;
}

/**
 * The amount in another unit of the same dimension. Powers of ten move the decimal point in the shortest text of the number,
 * so that 3.7e-12 J is exactly 3.7 pJ and 14.9 pJ stays 14.9.
 */
export function inUnit(quantity: Quantity, unit: string): number {
  const from = unitOf(quantity.unit);
  const to = unitOf(unit);
  if (from.dimension !== to.dimension) throw new Error(`${quantity.unit} and ${unit} measure different things`);
  return (shiftDecimal(quantity.amount, from.exponent - to.exponent) * from.factor) / to.factor;
}

/** `800 mHz (a frequency)`, for messages. */
export function describeQuantity(quantity: Quantity): string {
  return quantity.unit === ''
    ? `the plain number ${quantity.amount}`
    : `${formatQuantity(quantity)} (${DIMENSIONS[dimensionOf(quantity)].words})`;
}

/** The same quantity with the prefix that makes it shortest: `20 GHz` for 20000000000 Hz, `1 GiB` for 1073741824 B. */
export function shortest(quantity: Quantity): Quantity {
  const symbol = withoutPrefix(quantity.unit);
  const family = [...UNITS.keys()].filter((unit) => unit !== '' && withoutPrefix(unit) === symbol);
  return family
    .map((unit) => ({ amount: inUnit(quantity, unit), unit }))
    .reduce((best, one) => (formatQuantity(one).length < formatQuantity(best).length ? one : best), quantity);
}

function withoutPrefix(unit: string): string {
  return unit.replace(/^(?:[KMGT]i|[afpnumckMGTP])(?=.)/, '');
}

/** `800 mHz`. */
export function formatQuantity(quantity: Quantity): string {
  return quantity.unit === '' ? String(quantity.amount) : `${quantity.amount} ${quantity.unit}`;
}

function unitOf(name: string): Unit {
  const unit = UNITS.get(name);
  if (unit === undefined) throw new Error(`no unit ${name}`);
  return unit;
}

function shiftDecimal(amount: number, places: number): number {
  const [digits, exponent = '0'] = String(amount).split('e');
  return Number.isFinite(amount) ? Number(`${digits}e${Number(exponent) + places}`) : amount;
}
