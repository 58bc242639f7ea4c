import { largestMagnitude } from '../../base/extremes.ts';
import { isShare } from '../text/human-names.ts';
import { siPrefix } from '../text/si-prefix.ts';
import { allDigits, type ColumnOf, headOf, type NumberWriting, numberColumn } from './report-table.ts';

/** Units that may change their prefix: how they are written, the unit without prefix, and its power of ten. */
const SCALABLE: Readonly<Record<string, readonly [string, number]>> = {
  pJ: ['J', -12],
  us: ['s', -6],
  mW: ['W', -3],
  Hz: ['Hz', 0],
};

/**
 * A column of a metric or an axis; one prefix for the column where the unit has one, shares in per cent.
 * @param path its name in the record
 * @param title what people call it
 * @param unit as the record has it (`pJ`, `us`, `bit`)
 */
export function metricColumn<Row>(
  path: string,
  title: string,
  unit: string,
  rows: readonly Row[],
  value: (row: Row) => number | null,
  writing: NumberWriting = {},
): ColumnOf<Row> {
  const [shownIn, factor] = unitOf(path, unit, rows.map(value));
  return { ...numberColumn(headOf(title), shownIn, value, { ...writing, factor }), path };
}

function unitOf(path: string, unit: string, values: readonly (number | null)[]): readonly [string, number] {
  const known = Object.hasOwn(SCALABLE, unit) ? SCALABLE[unit] : undefined;
  if (known !== undefined) {
    const scaled = siPrefix(largestMagnitude(values), ...known);
    return [scaled.unit, scaled.factor];
  }
  if (unit !== '' && unit !== path) return [unit, 1];
  return isShare(path) ? ['%', 100] : ['', 1];
}

/** A value with its unit, under the prefix in which it reads best: `1.2 GHz`. */
export function quantityText(value: number | string, unit = '', write = allDigits): string {
  if (typeof value === 'string') return `${value} ${unit}`.trimEnd();
  const known = Object.hasOwn(SCALABLE, unit) ? SCALABLE[unit] : undefined;
  if (known === undefined) return `${write(value)} ${unit}`.trimEnd();
  const scaled = siPrefix(value, ...known);
  return `${write(value * scaled.factor)} ${scaled.unit}`;
}
