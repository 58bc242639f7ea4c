import { entryOf } from '../../base/registry.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { quoted } from '../picture/field.ts';
import type { SweepAxis, SweepPoint, SweepRecord } from '../records/sweep-record.ts';
import { axisName, capital, isShare, shortAxisName, valueName } from '../text/human-names.ts';
import { siPrefix } from '../text/si-prefix.ts';

/** Name of the column that holds an axis' values in rows and CSV, as in points.csv: the unit stands behind names that lack it. */
export function axisColumn(record: SweepRecord, name: string): string {
  const unit = record.axes.find((axis) => axis.name === name)?.unit;
  return unit === undefined ? name : `${name} (${unit})`;
}

/** Units whose numbers are read with a prefix: the letters, and the power of ten that they already say. */
const PREFIXED: Readonly<Record<string, readonly [string, number]>> = { Hz: ['Hz', 0], pJ: ['J', -12] };

/** A value of a sweep's axis as people write it: `1.2 GHz`, `64 bit`, `Q7.8`, `10 %`. */
export function axisValue({ name, unit = '' }: SweepAxis, value: string | number | undefined): string {
  if (value === undefined) return '-'; // its machine does not have the axis
  if (typeof value !== 'number') return valueName(value);
  if (isShare(name)) return `${Number((100 * value).toPrecision(12))} %`;
  if (unit === '') return String(value);
  const [letters, exponent] = entryOf(PREFIXED, unit) ?? [];
  if (letters === undefined || exponent === undefined) return `${value} ${unit}`;
  const scaled = siPrefix(value, letters, exponent);
  return `${Number((value * scaled.factor).toPrecision(12))} ${scaled.unit}`;
}

/** The axis with its value, as short as the name of a line should be: `64 PEs`, `depth 8`, `45 nm`. */
export function axisInShort(axis: SweepAxis, value: string | number | undefined): string {
  if (value === undefined) return '';
  const text = axisValue(axis, value);
  return axis.name === 'processingElements' ? `${text} PEs` : `${shortAxisName(axis.name)} ${text}`.trimStart();
}

/** How an axis of a sweep stands in a chart: its title with a unit, and the labels of its values (which stay in the unit of the record). */
export interface ShownAxis {
  readonly title: string;
  /** Vega expression of a label, where the numbers are not shown as they are. */
  readonly labelExpr?: string;
}

function times(factor: number): string {
  return `format(datum.value * ${factor}, ${quoted('~r')})`;
}

/** An axis in words, its numbers with one prefix: `Clock (MHz)`, `Weight density (%)`. */
export function shownAxis(record: SweepRecord, name: string): ShownAxis {
  const unit = record.axes.find((axis) => axis.name === name)?.unit;
  const text = capital(axisName(name));
  const values = record.points.map(({ axes }) => axes[name]).filter((value) => typeof value === 'number');
  if (isShare(name) && values.length > 0) return { title: `${text} (%)`, labelExpr: times(100) };
  if (unit === undefined) return { title: text };
  const [letters, exponent] = entryOf(PREFIXED, unit) ?? [];
  if (letters === undefined || exponent === undefined) return { title: `${text} (${unit})` };
  const scaled = axisUnit(values, letters, exponent);
  return { title: `${text} (${scaled.unit})`, labelExpr: times(scaled.factor) };
}

/** The different values of an axis, in the order of the points. */
export function valuesOf({ points }: Pick<SweepRecord, 'points'>, axis: string): (string | number)[] {
  return [...new Set(points.flatMap(({ axes }) => axes[axis] ?? []))];
}

/** Points as lines along an axis show them: one whose machine does not have the axis stands at each of its values. */
export function levelled(record: Pick<SweepRecord, 'points'>, along: string): readonly SweepPoint[] {
  const values = valuesOf(record, along);
  return record.points.flatMap((point) =>
    point.axes[along] === undefined
      ? values.map((value) => ({ ...point, axes: { ...point.axes, [along]: value } }))
      : [point],
  );
}

/** The axis along which lines run: the one with the most values that are numbers. */
export function longestAxis(record: SweepRecord): string {
  const values = (axis: string) => valuesOf(record, axis);
  const length = (axis: string) => (values(axis).every((value) => typeof value === 'number') ? values(axis).length : 1);
  return record.axes.map((axis) => axis.name).reduce((best, axis) => (length(axis) > length(best) ? axis : best));
}
