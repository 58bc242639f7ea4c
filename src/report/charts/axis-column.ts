import type { SweepRecord } from './sweep-record.ts';

/** Name of the column that holds an axis' values in rows and CSV, as in points.csv: the unit stands behind names that lack it. */
export function axisColumn(record: SweepRecord, name: string): string {
  const unit = record.axes.find((axis) => axis.name === name)?.unit;
  return unit === undefined ? name : `${name} (${unit})`;
}
