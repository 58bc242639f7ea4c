import { largestMagnitude } from '../../base/extremes.ts';
import { siPrefix } from '../text/si-prefix.ts';
import { allDigits, breakable, type ColumnOf, type NumberWriting, numberColumn } from './report-table.ts';

/** Units that may change their prefix: how they are written, the unit without prefix, and its power of ten. */
const SCALABLE: Readonly<Record<string, readonly [string, number]>> = {
  pJ: ['J', -12],
  us: ['s', -6],
  mW: ['W', -3],
  Hz: ['Hz', 0],
};

/** `energyPj.total` in another unit is no longer in pJ: the ending goes, the unit of the column says it. */
function withoutUnit(path: string): string {
  return path.replace(/(?<=[a-z])(Pj|Us|Mw|Hz)(?=$|\.)/, '');
}

/**
 * A column of a metric or an axis under its own name; one prefix for the column where the unit has one.
 * @param unit as the record has it (`pJ`, `us`, `bit`)
 */
export function metricColumn<Row>(
  path: string,
  unit: string,
  rows: readonly Row[],
  value: (row: Row) => number | null,
  writing: NumberWriting = {},
): ColumnOf<Row> {
  const known = SCALABLE[unit];
  if (known === undefined) return numberColumn(breakable(path), unit === path ? '' : unit, value, writing);
  const largest = largestMagnitude(rows.map(value));
  const scaled = siPrefix(largest, ...known);
  return numberColumn(breakable(withoutUnit(path)), scaled.unit, value, { ...writing, factor: scaled.factor });
}

/** A value with its unit, under the prefix in which it reads best: `1.2 GHz`. */
export function quantityText(value: number | string, unit = '', write = allDigits): string {
  if (typeof value === 'string') return `${value} ${unit}`.trimEnd();
  const known = SCALABLE[unit];
  if (known === undefined) return `${write(value)} ${unit}`.trimEnd();
  const scaled = siPrefix(value, ...known);
  return `${write(value * scaled.factor)} ${scaled.unit}`;
}
