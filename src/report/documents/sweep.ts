import { counted } from '../../base/counted.ts';
import { extremes } from '../../base/extremes.ts';
import type { SweepResult } from '../../sweep/sweep-result.ts';
import { metricAxis } from '../picture/metric-axis.ts';
import { MACHINE } from '../sweeps/named-machines.ts';
import { axisValue } from '../sweeps/sweep-axis.ts';
import { quantityText } from '../tables/metric-column.ts';
import { type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import {
  pointTable,
  pointText,
  relativeTable,
  seedTable,
  sensitivityTable,
  shownPoints,
} from '../tables/sweep-tables.ts';
import { axisName, metricName, metricTitle } from '../text/human-names.ts';
import { numberText } from '../text/number-text.ts';
import type { ReportDocument } from './document.ts';

const ABOUT =
  'The same network on many machines: one point for each choice of the values on the axes below. Every point was simulated in full.';

/** Failed points beyond these are only counted. */
const MOST_FAILED = 10;

function bestSentence({ best, points, axes, metricDefinitions }: SweepResult): string | undefined {
  if (best === undefined) return undefined;
  const asked = `${best.better === 'low' ? 'Lowest' : 'Highest'} ${metricName(best.metric)}${best.where === null ? '' : ` where ${inWords(best.where)}`}`;
  const point = points.find(({ index }) => index === best.point);
  if (point === undefined) return `${asked}: no point meets that`;
  const unit = metricDefinitions.find(({ name }) => name === best.metric)?.unit;
  const value = quantityText(point.metrics[best.metric] ?? '-', unit, numberText);
  return `${asked}: ${value} at point ${point.index} (${pointText({ axes }, point.axes)})`;
}

/** A condition with its names in words: `area (mm²) <= 60`. */
function inWords(condition: string): string {
  return condition.replace(/[A-Za-z][\w.]*\w/g, metricTitle);
}

/** From where to where the first metric goes. */
function rangeSentence({ points, metrics: [metric] }: SweepResult): string {
  const values = points.flatMap(({ metrics }) => metrics[metric] ?? []);
  const name = metricName(metric);
  if (values.length === 0) return `No point has a value of ${name}`;
  const { least, most } = extremes(values);
  const { factor, unit } = metricAxis(metric, values);
  const text = (value: number) => `${numberText(value * factor)} ${unit}`.trimEnd();
  return least === most
    ? `At every point the ${name} is ${text(least)}`
    : `From point to point the ${name} goes from ${text(least)} to ${text(most)}`;
}

function definitions({ metricDefinitions }: SweepResult): ReportTable {
  type Definition = SweepResult['metricDefinitions'][number];
  const columns = [
    wordColumn<Definition>('metric', ({ name }) => metricName(name)),
    wordColumn<Definition>('in files', ({ name }) => name),
    wordColumn<Definition>('expression', ({ expression }) => expression),
    wordColumn<Definition>('unit', ({ unit }) => (unit === '' ? '-' : unit)),
  ];
  return tableOf('metrics', 'How the metrics are computed from the result of a run', columns, metricDefinitions);
}

function axisTable({ axes }: SweepResult): ReportTable {
  type Axis = SweepResult['axes'][number];
  const columns = [
    wordColumn<Axis>('axis', ({ name }) => axisName(name)),
    wordColumn<Axis>('in files', ({ name }) => name),
    wordColumn<Axis>('values', (axis) => axis.values.map((value) => axisValue(axis, value)).join(', ')),
  ];
  return tableOf('axes', 'The axes, outermost first', columns, axes);
}

function failures({ points }: SweepResult): string[] {
  const failed = points.filter(({ error }) => error !== undefined);
  const more = failed.length - MOST_FAILED;
  return [
    ...failed.slice(0, MOST_FAILED).map(({ index, error }) => `point ${index} failed: ${error}`),
    ...(more > 0 ? [`${more} more points failed`] : []),
  ];
}

/** The base machine, or those of the axis. */
function machineText({ hardware, axes, machines }: SweepResult): string {
  const values = axes.find(({ name }) => name === MACHINE)?.values;
  return machines === undefined || values === undefined ? hardware.name : values.join('; ');
}

/**
 * A sweep: its points, and how the metrics follow the axes.
 * @param most rows of points that the reader can take in
 */
export function sweepDocument(sweep: SweepResult, most?: number): ReportDocument {
  const { points, axes, pareto, passes } = sweep;
  const shown = shownPoints(sweep, most);
  const front = points.filter(({ onParetoFront }) => onParetoFront === true).length;
  const failed = failures(sweep);
  const tables = [pointTable(sweep, shown), relativeTable(sweep, shown), sensitivityTable(sweep), seedTable(sweep)];
  return {
    name: sweep.name,
    title: `${sweep.name}: ${counted(points.length, 'point')} (${axes.map(({ name, values }) => `${counted(values.length, 'value')} of ${axisName(name)}`).join(', ')})`,
    origin: `${machineText(sweep)} on ${sweep.network.file}`,
    headline: bestSentence(sweep) ?? rangeSentence(sweep),
    figures: [
      ['points', String(points.length)],
      ...(pareto === undefined ? [] : [['points on the front', String(front)] as const]),
      ...(failed.length === 0 ? [] : [['points that failed', String(failed.length)] as const]),
      [sweep.machines === undefined ? 'machine' : 'machines', machineText(sweep)],
      ['network', sweep.network.file],
    ],
    about: ABOUT,
    remarks: [
      `Passes: ${Object.entries(passes)
        .map(([pass, count]) => `${pass} ${count}`)
        .join(', ')}`,
    ],
    warnings: [...failed, ...sweep.warnings],
    tables: tables.filter((table) => table !== undefined),
    background: [definitions(sweep), axisTable(sweep)],
    command: `picojoule sweep ${sweep.file}`,
    tool: sweep.tool,
  };
}
