import { inUnit, parseLiteral, plainText, type Quantity } from '../../base/quantity.ts';
import { UNITS, unknownUnit } from '../../base/units.ts';
import { UserError } from '../../base/user-error.ts';
import type { NumericSpec } from '../../config/yaml/numeric.ts';

/** A range before it is counted; `step` adds, `times` multiplies. Amounts as written. */
export interface RangeText {
  readonly from: string | number;
  readonly to: string | number;
  readonly step?: string | number | undefined;
  readonly times?: number | undefined;
}

const BEHIND = String.raw`(?:\s+(?:step\s+(?<step>\S+(?:\s*[a-zA-Z%]\S*)?)|times\s+(?<times>\S+)|(?<doubling>doubling)))?`;
const DOTS = new RegExp(String.raw`^(?<from>.+?)\s*\.\.\s*(?<to>.+?)${BEHIND}$`);
const WORDS = new RegExp(String.raw`^from\s+(?<from>.+?)\s+to\s+(?<to>.+?)${BEHIND}$`);

/** `32..512 bit doubling`, `0.1..0.5 step 0.1`, `from 1 to 9 step 2`; undefined for any other text. */
export function parseRange(text: string): RangeText | undefined {
  const parts = (WORDS.exec(plainText(text)) ?? DOTS.exec(plainText(text)))?.groups;
  if (parts === undefined) return undefined;
  const times = parts.doubling === undefined ? parts.times : '2';
  return { from: parts.from, to: parts.to, step: parts.step, times: times === undefined ? undefined : Number(times) };
}

/**
 * The values of a range in the unit of the spec, in exact decimal steps: 0.1..0.5 step 0.1 has five values and the last is 0.5.
 * A unit that only one end has holds for both. Throws a UserError (without a place) for an empty or endless range and for more than `most` values.
 */
export function rangeValues(range: RangeText, spec: NumericSpec, most: number): number[] {
  const from = literal(range.from, spec);
  const to = literal(range.to, spec);
  const unit = to.unit === '' ? from.unit : to.unit;
  const typed = { ...range, from: asTyped(range.from, from, unit), to: asTyped(range.to, to, unit) };
  const first = amountIn(from, unit, spec);
  const last = amountIn(to, unit, spec);
  if (range.step !== undefined && range.times !== undefined) refuse('expected either step or times, found both');
  if (range.times !== undefined) return multiplied(first, last, range.times, most, typed);
  if (range.step === undefined && !(spec.whole && unit === ''))
    refuse(`expected a step, e.g. ${range.from}..${range.to} step ..., or \`doubling\``);
  const step =
    range.step === undefined ? Math.sign(last - first) || 1 : amountIn(literal(range.step, spec), unit, spec);
  return stepped(first, last, step, most, typed);
}

/** An end as it was written, with the unit that only the other one has. */
function asTyped(end: string | number, found: Quantity, unit: string): string {
  return found.unit === '' ? `${end} ${unit}`.trimEnd() : String(end);
}

function stepped(first: number, last: number, step: number, most: number, typed: RangeText): number[] {
  if (step === 0) refuse('found an endless range: its step is 0');
  if (first !== last && Math.sign(step) !== Math.sign(last - first))
    refuse(`found an empty range: the step ${typed.step ?? step} leads from ${typed.from} away from ${typed.to}`);
  // whole numbers of the smallest decimal place, so that no step is rounded
  const places = Math.max(decimals(first), decimals(last), decimals(step));
  const [a, b, s] = [first, last, step].map((value) => scaled(value, places));
  const count = (b - a) / s + 1n;
  if (count > BigInt(most)) refuse(`expected at most ${most} values, found a range of ${count}`);
  return Array.from({ length: Number(count) }, (_, k) => Number(`${a + s * BigInt(k)}e${-places}`));
}

function multiplied(first: number, last: number, times: number, most: number, typed: RangeText): number[] {
  if (!(times > 0) || times === 1) refuse(`found an endless range: its factor is ${times}`);
  if (first === 0 || Math.sign(first) !== Math.sign(last))
    refuse('found an endless range: a factor never leads from or past 0');
  const grows = Math.abs(last) > Math.abs(first);
  if (first !== last && grows !== times > 1)
    refuse(`found an empty range: the factor ${times} leads from ${typed.from} away from ${typed.to}`);
  const values: number[] = [];
  const inside = (value: number) =>
    times > 1 ? Math.abs(value) <= Math.abs(last) * (1 + 1e-12) : Math.abs(value) >= Math.abs(last) * (1 - 1e-12);
  for (let value = first; inside(value); value = Number((value * times).toPrecision(15))) {
    values.push(value);
    if (values.length > most) refuse(`expected at most ${most} values, found a longer range`);
  }
  return values;
}

function decimals(value: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

function scaled(value: number, places: number): bigint {
  const [digits, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = digits.split('.');
  return BigInt(`${whole}${fraction}${'0'.repeat(places + Number(exponent) - fraction.length)}`);
}

function literal(text: string | number, spec: NumericSpec): Quantity {
  const found = typeof text === 'number' ? { amount: text, unit: '' } : parseLiteral(text);
  if (found === undefined || !Number.isFinite(found.amount))
    refuse(`expected a number, with its unit where it has one, found "${text}"`);
  if (!UNITS.has(found.unit)) throw UserError.at({}, unknownUnit(found.unit, spec.example), 'UNKNOWN_NAME');
  return found;
}

function amountIn(quantity: Quantity, unit: string, spec: NumericSpec): number {
  const named = quantity.unit === '' ? { ...quantity, unit } : quantity;
  const [dimension, wanted] = [UNITS.get(named.unit)!.dimension, spec.dimension];
  if (dimension !== wanted)
    refuse(`expected amounts such as ${spec.example}, found ${named.amount} ${named.unit}`.trimEnd());
  return inUnit(named, spec.unit);
}

function refuse(message: string): never {
  throw UserError.at({}, message, 'SWEEP_RANGE');
}
