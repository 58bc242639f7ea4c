import type { SweepPoint, SweepResult } from '../../sweep/sweep-result.ts';
import { axisValue } from '../sweeps/sweep-axis.ts';
import { axisName, metricName, valueName } from '../text/human-names.ts';
import { numberText } from '../text/number-text.ts';
import { metricColumn } from './metric-column.ts';
import {
  allDigits,
  type ColumnOf,
  headOf,
  numberColumn,
  type ReportTable,
  tableOf,
  wordColumn,
} from './report-table.ts';

/** Points beyond these are left to points.csv, unless the reader can scroll. */
const MOST_ROWS = 40;

interface Shown {
  readonly points: readonly SweepPoint[];
  readonly note?: string;
}

/** Of a large sweep the front, or the first points. */
export function shownPoints({ points, pareto }: SweepResult, most = MOST_ROWS): Shown {
  if (points.length <= most) return { points };
  const front = points.filter(({ onParetoFront }) => onParetoFront === true);
  const chosen = pareto === undefined ? points : front;
  const of =
    pareto === undefined
      ? 'points'
      : `points of the front (${pareto.map(({ metric }) => metricName(metric)).join(', ')})`;
  const cut = chosen.length > most ? `the first ${most} of ${chosen.length}` : `the ${chosen.length}`;
  return { points: chosen.slice(0, most), note: `Shown: ${cut} ${of}; all are in points.csv.` };
}

/** An axis holds numbers in its unit, or words; its values are given, not measured, so no digit is left out. */
function axisColumns({ axes }: SweepResult, points: readonly SweepPoint[]): ColumnOf<SweepPoint>[] {
  return axes.map(({ name, unit = '', values }) => {
    if (values.every((value) => typeof value === 'number'))
      return metricColumn(name, axisName(name), unit, points, ({ axes: at }) => numberOrNull(at[name]), {
        write: allDigits,
      });
    const cell = ({ axes: at }: SweepPoint) => ({ text: valueName(String(at[name] ?? '-')), value: at[name] });
    return { head: headOf(axisName(name)), unit: '', align: 'right', cell };
  });
}

/** Of an axis that the machine of a point does not have: null. */
function numberOrNull(value: string | number | undefined): number | null {
  return value === undefined ? null : Number(value);
}

/** Every point: where it lies, and what came out. */
export function pointTable(sweep: SweepResult, { points, note }: Shown): ReportTable {
  const units = new Map(sweep.metricDefinitions.map(({ name, unit }) => [name, unit]));
  const metrics = sweep.metrics.map((metric) =>
    metricColumn<SweepPoint>(
      metric,
      metricName(metric),
      units.get(metric) ?? '',
      points,
      (point) => point.metrics[metric] ?? null,
    ),
  );
  const front = wordColumn<SweepPoint>('front', (point) => (point.onParetoFront === true ? '*' : ''), FRONT);
  const error = wordColumn<SweepPoint>('error', (point) => (point.error === undefined ? '' : 'failed'));
  const columns = [
    ...axisColumns(sweep, points),
    ...metrics,
    ...(sweep.pareto === undefined ? [] : [front]),
    ...(points.some((point) => point.error !== undefined) ? [error] : []),
  ];
  return tableOf('points', 'Points of the sweep', columns, points, {
    keys: sweep.axes.length,
    ...(note && { note }),
  });
}

/** Where a point lies, in words: `queue depth 8, sparse-matrix SRAM width 64 bit`. */
export function pointText({ axes }: Pick<SweepResult, 'axes'>, at: SweepPoint['axes']): string {
  return axes
    .filter(({ name }) => at[name] !== undefined)
    .map((axis) => `${axisName(axis.name)} ${axisValue(axis, at[axis.name])}`)
    .join(', ');
}

const FRONT = 'no other point is at least as good in every metric of the front and better in one';

/** Metrics over those of the baseline; undefined where the sweep has none. */
export function relativeTable(sweep: SweepResult, { points, note }: Shown): ReportTable | undefined {
  if (sweep.baseline === undefined) return undefined;
  const metrics = sweep.metrics.map((metric) =>
    numberColumn<SweepPoint>(headOf(metricName(metric)), 'x', (point) => point.relative?.[metric] ?? null, {
      unitInCells: true,
    }),
  );
  const caption = `The same, over the baseline (${pointText(sweep, sweep.baseline)})`;
  return tableOf('relative', caption, [...axisColumns(sweep, points), ...metrics], points, {
    keys: sweep.axes.length,
    ...(note && { note }),
  });
}

/** Elasticities: 1 means that the metric grows in proportion to the axis, 0 that it does not care; undefined where nothing is known. */
export function sensitivityTable({ sensitivity, metrics, axes }: SweepResult): ReportTable | undefined {
  const known = sensitivity.filter((one) => one.elasticity !== null || one.largestRatio !== null);
  const names = axes.map(({ name }) => name).filter((name) => known.some(({ axis }) => axis === name));
  if (names.length === 0) return undefined;
  const cell = (axis: string, metric: string) => {
    const found = known.find((one) => one.axis === axis && one.metric === metric);
    if (found?.elasticity) return { text: found.elasticity.mean.toFixed(3), value: found.elasticity.mean };
    return { text: typeof found?.largestRatio === 'number' ? `${numberText(found.largestRatio)} x` : '-' };
  };
  const columns = metrics.map((metric): ColumnOf<string> => {
    return { head: headOf(metricName(metric)), unit: '', align: 'right', cell: (axis) => cell(axis, metric) };
  });
  const caption = 'Sensitivity: mean elasticity d ln metric / d ln axis (for words: largest over smallest)';
  return tableOf('sensitivity', caption, [wordColumn<string>('axis', axisName), ...columns], names);
}

/** Mean and standard deviation over the seeds; undefined where the sweep has none. */
export function seedTable({ seedSpread, metrics, axes }: SweepResult): ReportTable | undefined {
  if (seedSpread === undefined) return undefined;
  type Row = (typeof seedSpread)[number];
  const names = axes.map(({ name }) => name).filter((name) => name !== 'seed');
  const columns: ColumnOf<Row>[] = [
    ...names.map((name) =>
      wordColumn<Row>(headOf(axisName(name)), ({ axes: at }) => valueName(String(at[name] ?? '-'))),
    ),
    numberColumn('seeds', '', ({ seeds }) => seeds, { write: String }),
    ...metrics.flatMap((metric) => [
      numberColumn<Row>(headOf(metricName(metric)), '', (row) => row.metrics[metric]?.mean ?? null, {
        write: (mean) => numberText(mean, 4),
      }),
      numberColumn<Row>('std.\ndev.', '', (row) => row.metrics[metric]?.standardDeviation ?? null),
    ]),
  ];
  return tableOf('seeds', 'Mean and standard deviation over the seeds', columns, seedSpread, { keys: names.length });
}
