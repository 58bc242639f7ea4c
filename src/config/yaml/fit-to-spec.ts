import { describeQuantity, dimensionOf, formatQuantity, inUnit, type Quantity } from '../../base/quantity.ts';
import { UNITS } from '../../base/units.ts';
import { UserError } from '../../base/user-error.ts';
import { describeSpec, type NumericSpec } from './numeric.ts';

/**
 * The number that the record holds for a quantity, in the unit of the spec. `raw` is what the user wrote.
 * Throws a UserError (without a place) for another dimension, a magnitude outside the limits, or a fraction where a whole number is due.
 */
export function fitToSpec(found: Quantity | boolean, raw: number | string, spec: NumericSpec): number {
  if (typeof found === 'boolean') return refuse(spec, `\`${raw}\`, which is ${found}`, '', 'CONFIG_TYPE');
  if (dimensionOf(found) !== spec.dimension) {
    return refuse(spec, shown(describeQuantity(found), found, raw), missingUnit(found, spec), 'CONFIG_DIMENSION');
  }
  const value = shown(formatQuantity(found), found, raw);
  const amount = inUnit(found, spec.unit);
  if (!(amount >= spec.minimum && amount <= spec.maximum))
    return refuse(spec, value, otherPrefix(found, spec), 'CONFIG_RANGE');
  if (spec.whole && !Number.isInteger(amount)) {
    return refuse(spec, value, spec.unit === '' ? '' : `, which is no whole number of ${spec.unit}`, 'CONFIG_WHOLE');
  }
  // A negative zero would show in outputs.
  return asInteger(amount === 0 ? 0 : amount);
}

/**
 * The same number. V8 keeps what a division or a multiplication gave as a double even where it is whole, and every index that is computed from a double (the
 * number of PEs) is one: loops over columns and PEs take 1.2 to 1.6 times as long (`npm run bench`).
 */
function asInteger(amount: number): number {
  const integer = amount | 0;
  return integer === amount ? integer : amount;
}

function refuse(spec: NumericSpec, found: string, hint: string, code: string): never {
  throw UserError.at({}, `expected ${describeSpec(spec)}, found ${found}${hint}`, code);
}

/** A literal as it stands; an expression with its value. */
function shown(value: string, found: Quantity, raw: number | string): string {
  return typeof raw === 'number' || formatQuantity(found) === raw.trim() ? value : `\`${raw}\`, which is ${value}`;
}

/** `clock: 800` lacks its unit; `processingElements: 64 kB` has one too many. */
function missingUnit(found: Quantity, spec: NumericSpec): string {
  if (spec.dimension === 'number') return '; write a number without unit';
  return found.unit === '' ? '; write the unit' : '';
}

/** 800 mHz is most likely 800 MHz, 5 PJ is 5 pJ: the same letters in another case that would fit. */
function otherPrefix(found: Quantity, spec: NumericSpec): string {
  const fits = [...UNITS].find(([name, unit]) => {
    if (name === found.unit || name.toLowerCase() !== found.unit.toLowerCase() || unit.dimension !== spec.dimension)
      return false;
    const amount = inUnit({ amount: found.amount, unit: name }, spec.unit);
    return amount >= spec.minimum && amount <= spec.maximum;
  });
  return fits === undefined ? '' : `; did you mean ${found.amount} ${fits[0]}?`;
}
