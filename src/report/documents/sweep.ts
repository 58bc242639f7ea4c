import { extremes } from '../../base/extremes.ts';
import type { SweepResult } from '../../sweep/sweep-result.ts';
import { quantityText } from '../tables/metric-column.ts';
import { type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import { pointTable, relativeTable, seedTable, sensitivityTable, shownPoints } from '../tables/sweep-tables.ts';
import { numberText } from '../text/number-text.ts';
import type { ReportDocument } from './document.ts';

const ABOUT =
  'The same network on many machines: one point for each choice of the values on the axes below. Every point was simulated in full.';

/** Failed points beyond these are only counted. */
const MOST_FAILED = 10;

function bestSentence({ best, points, axes, metricDefinitions }: SweepResult): string | undefined {
  if (best === undefined) return undefined;
  const asked = `${best.better === 'low' ? 'Lowest' : 'Highest'} ${best.metric}${best.where === null ? '' : ` where ${best.where}`}`;
  const point = points.find(({ index }) => index === best.point);
  if (point === undefined) return `${asked}: no point meets that`;
  const unit = metricDefinitions.find(({ name }) => name === best.metric)?.unit;
  const value = quantityText(point.metrics[best.metric] ?? '-', unit, numberText);
  const where = axes.map(({ name, unit }) => `${name} ${quantityText(point.axes[name], unit)}`);
  return `${asked}: ${value} at point ${point.index} (${where.join(', ')})`;
}

/** From where to where the first metric goes. */
function rangeSentence({ points, metrics: [metric] }: SweepResult): string {
  const values = points.flatMap(({ metrics }) => metrics[metric] ?? []);
  if (values.length === 0) return `No point has a value of ${metric}`;
  const { least, most } = extremes(values);
  return least === most
    ? `At every point ${metric} is ${numberText(least)}`
    : `From point to point ${metric} goes from ${numberText(least)} to ${numberText(most)}`;
}

function definitions({ metricDefinitions }: SweepResult): ReportTable {
  type Definition = SweepResult['metricDefinitions'][number];
  const columns = [
    wordColumn<Definition>('metric', ({ name }) => name),
    wordColumn<Definition>('expression', ({ expression }) => expression),
    wordColumn<Definition>('unit', ({ unit }) => (unit === '' ? '-' : unit)),
  ];
  return tableOf('metrics', 'How the metrics are computed from the result of a run', columns, metricDefinitions);
}

function axisTable({ axes }: SweepResult): ReportTable {
  type Axis = SweepResult['axes'][number];
  const columns = [
    wordColumn<Axis>('axis', ({ name }) => name),
    wordColumn<Axis>('values', ({ values, unit }) => values.map((value) => quantityText(value, unit)).join(', ')),
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
    title: `${sweep.name}: ${points.length} points (${axes.map(({ name, values }) => `${name} x ${values.length}`).join(', ')})`,
    headline: bestSentence(sweep) ?? rangeSentence(sweep),
    figures: [
      ['points', String(points.length)],
      ...(pareto === undefined ? [] : [['points on the front', String(front)] as const]),
      ...(failed.length === 0 ? [] : [['points that failed', String(failed.length)] as const]),
      ['machine', sweep.hardware.name],
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
