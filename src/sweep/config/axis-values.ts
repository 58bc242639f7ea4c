import type { Evaluate } from '../../base/expression.ts';
import { knownNames } from '../../base/nearest-name.ts';
import { parseLiteral, type Quantity } from '../../base/quantity.ts';
import { UNITS, unknownUnit } from '../../base/units.ts';
import { atPlace, type Fault, type Place, UserError } from '../../base/user-error.ts';
import { isMapping } from '../../config/yaml/config-tree.ts';
import { fitToSpec } from '../../config/yaml/fit-to-spec.ts';
import type { NumericSpec } from '../../config/yaml/numeric.ts';
import type { AxisKind } from './axis-kind.ts';
import { parseRange, type RangeText, rangeValues } from './axis-range.ts';
import type { AxisValue } from './sweep.ts';
import type { AxisData } from './sweep-schema.ts';

/** Where the values of an axis stand, and what is needed to read them. */
export interface AxisReader {
  /** Place of the whole, or of one element of a list. */
  readonly place: (index?: number) => Place;
  readonly evaluate: Evaluate;
  readonly most: number;
}

/** The values of an axis, and those given twice (kept once). */
export interface AxisValues {
  readonly values: readonly AxisValue[];
  readonly repeated: readonly string[];
}

/** Reads the values of an axis. A list keeps its faulty values (their points fail); a range that is no range throws a UserError. */
export function axisValues(data: AxisData, kind: AxisKind, reader: AxisReader): AxisValues {
  const named = namedValues(data, kind, reader);
  if (named !== undefined) return { values: named, repeated: [] };
  const range = rangeOf(data, kind);
  if (range !== undefined) return { values: ofRange(range, kind, reader), repeated: [] };
  const given = Array.isArray(data) ? data : [data as string | number];
  if (given.length === 0)
    throw UserError.at(reader.place(), 'expected at least one value, found an empty list', 'SWEEP_RANGE');
  const values = new Map<number | string, AxisValue>();
  const repeated: string[] = [];
  given.forEach((raw, index) => {
    const value = oneValue(raw, kind, reader, Array.isArray(data) ? index : undefined);
    if (values.has(value.value))
      repeated.push(`${value.value}${String(raw) === String(value.value) ? '' : ` (as ${raw})`}`);
    else values.set(value.value, value);
  });
  return { values: [...values.values()], repeated };
}

/** Values that have names: the only way for keys that are lists or mappings, and one for every key of a recipe. */
function namedValues(data: AxisData, kind: AxisKind, reader: AxisReader): AxisValue[] | undefined {
  if (isMapping(data) && !isRange(data)) {
    if (kind.target !== 'training')
      throw UserError.at(
        reader.place(),
        'expected a list of values or a range ({ from, to, step or times }), found a mapping; only keys of a recipe (training.) have names for their values',
        'SWEEP_RANGE',
      );
    const entries = Object.entries(data);
    if (entries.length === 0)
      throw UserError.at(reader.place(), 'expected at least one value with its name, found none', 'SWEEP_RANGE');
    return entries.map(([name, value]) => ({ value: name, text: JSON.stringify(value) }));
  }
  if (kind.structured !== true) return undefined;
  throw UserError.at(
    reader.place(),
    'expected names with their values ({ name: value, ... }), for this key is a list or a mapping',
    'SWEEP_RANGE',
  );
}

function isRange(data: object): data is RangeText {
  return Object.hasOwn(data, 'from') && Object.hasOwn(data, 'to');
}

function rangeOf(data: AxisData, { spec }: AxisKind): RangeText | undefined {
  if (isMapping(data)) return isRange(data) ? data : undefined;
  return typeof data === 'string' && spec !== undefined ? parseRange(data) : undefined;
}

function ofRange(range: RangeText, { spec }: AxisKind, { place, most }: AxisReader): AxisValue[] {
  if (spec === undefined) throw UserError.at(place(), 'expected a list of words, found a range', 'SWEEP_RANGE');
  return atPlace(place(), () => rangeValues(range, spec, most)).map((amount) => {
    const fault = faultOf(place(), () => fitToSpec({ amount, unit: spec.unit }, amount, spec));
    return { value: amount, text: amountText(amount, spec), ...(fault && { fault }) };
  });
}

function oneValue(
  raw: string | number | boolean,
  kind: AxisKind,
  reader: AxisReader,
  index: number | undefined,
): AxisValue {
  const place = reader.place(index);
  const { spec, words, read } = kind;
  if (spec !== undefined && !(typeof raw === 'string' && spec.words.includes(raw)))
    return numberValue(raw, spec, reader, place);
  const word = String(raw);
  if (words === undefined || words.includes(word)) {
    const fault = faultOf(place, () => read?.(word));
    return { value: word, text: word, ...(fault && { fault }) };
  }
  const message = `expected one of ${words.join(', ')}, found "${word}" (${knownNames(word, words)})`;
  return { value: word, text: word, fault: { place, message, code: 'UNKNOWN_NAME' } };
}

function numberValue(
  raw: string | number | boolean,
  spec: NumericSpec,
  { evaluate }: AxisReader,
  place: Place,
): AxisValue {
  let value = Number.NaN;
  const fault = faultOf(place, () => {
    value = clean(fitToSpec(quantityOf(raw, spec, evaluate), typeof raw === 'boolean' ? String(raw) : raw, spec));
  });
  if (fault === undefined) return { value, text: amountText(value, spec) };
  return { value: typeof raw === 'number' ? raw : String(raw), text: String(raw), fault };
}

function quantityOf(raw: string | number | boolean, spec: NumericSpec, evaluate: Evaluate): Quantity | boolean {
  if (typeof raw === 'boolean') return raw;
  if (typeof raw === 'number') return { amount: raw, unit: '' };
  const literal = parseLiteral(raw);
  if (literal === undefined) return evaluate(raw, () => undefined);
  if (UNITS.has(literal.unit)) return literal;
  throw UserError.at({}, unknownUnit(literal.unit, spec.example), 'UNKNOWN_NAME');
}

/** 0.1+0.2 is meant to be 0.3: expressions keep 14 digits. */
function clean(value: number): number {
  return Number(value.toPrecision(14));
}

function amountText(amount: number, { unit }: NumericSpec): string {
  return unit === '' ? String(amount) : `${amount} ${unit}`;
}

function faultOf(place: Place, check: () => void): Fault | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return { ...error.faults[0], place };
    throw error;
  }
}
