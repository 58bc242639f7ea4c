import type { SweepPoint, SweepResult } from '../../sweep/sweep-result.ts';
import { numberText } from '../number-text.ts';
import { textTable } from './text-table.ts';

/** Points beyond these are left to points.csv. */
const MOST_ROWS = 40;

/** A sweep as text: its points (of a large one the front, or the first), the best point, and how the metrics follow the axes. */
export function renderSweepTable(sweep: SweepResult): string {
  const shown = shownPoints(sweep);
  const parts = [
    `${sweep.name}: ${sweep.points.length} points (${sweep.axes.map(({ name, values }) => `${name} x ${values.length}`).join(', ')})`,
    pointTable(sweep, shown.points),
    shown.note,
    bestText(sweep),
    sensitivityTable(sweep),
    passesText(sweep),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function shownPoints({ points, pareto }: SweepResult): { points: readonly SweepPoint[]; note: string } {
  if (points.length <= MOST_ROWS) return { points, note: '' };
  const front = points.filter(({ onParetoFront }) => onParetoFront === true);
  const chosen = pareto === undefined ? points : front;
  const of = pareto === undefined ? 'points' : `points of the front (${pareto.map(({ metric }) => metric).join(', ')})`;
  const cut = chosen.length > MOST_ROWS ? `the first ${MOST_ROWS} of ${chosen.length}` : `the ${chosen.length}`;
  return { points: chosen.slice(0, MOST_ROWS), note: `Shown: ${cut} ${of}; all are in points.csv.` };
}

function pointTable(sweep: SweepResult, points: readonly SweepPoint[]): string {
  const failed = points.some(({ error }) => error !== undefined);
  const number = (value: number | null | undefined) => (typeof value === 'number' ? numberText(value) : '-');
  return textTable([
    ...sweep.axes.map(({ name, unit }) => ({
      head: unit === undefined ? name : `${name}\n(${unit})`,
      cells: points.map(({ axes }) => String(axes[name])),
      align: 'right' as const,
    })),
    ...sweep.metrics.map((metric) => ({
      head: metric,
      cells: points.map(({ metrics }) => number(metrics[metric])),
      align: 'right' as const,
    })),
    ...(sweep.pareto === undefined
      ? []
      : [
          {
            head: 'front',
            cells: points.map(({ onParetoFront }) => (onParetoFront === true ? '*' : '')),
            align: 'left' as const,
          },
        ]),
    ...(failed
      ? [
          {
            head: 'error',
            cells: points.map(({ error }) => (error === undefined ? '' : 'failed')),
            align: 'left' as const,
          },
        ]
      : []),
  ]);
}

function bestText({ best, points }: SweepResult): string {
  if (best === undefined) return '';
  const asked = `${best.better === 'low' ? 'Lowest' : 'Highest'} ${best.metric}${best.where === null ? '' : ` where ${best.where}`}`;
  const point = points.find(({ index }) => index === best.point);
  if (point === undefined) return `${asked}: no point meets that.`;
  const where = Object.entries(point.axes).map(([name, value]) => `${name} ${value}`);
  return `${asked}: ${numberText(point.metrics[best.metric])} at point ${point.index} (${where.join(', ')})`;
}

/** Elasticities: 1 means that the metric grows in proportion to the axis, 0 that it does not care. */
function sensitivityTable({ sensitivity, metrics, axes }: SweepResult): string {
  const names = axes.map(({ name }) => name).filter((name) => sensitivity.some(({ axis }) => axis === name));
  if (names.length === 0) return '';
  const cell = (axis: string, metric: string) => {
    const found = sensitivity.find((one) => one.axis === axis && one.metric === metric);
    if (found?.elasticity) return found.elasticity.mean.toFixed(3);
    return typeof found?.largestRatio === 'number' ? `x ${numberText(found.largestRatio)}` : '-';
  };
  const columns = metrics.map((metric) => ({
    head: metric,
    cells: names.map((axis) => cell(axis, metric)),
    align: 'right' as const,
  }));
  const title = 'Sensitivity: mean elasticity d ln metric / d ln axis (for words: largest over smallest)';
  return `${title}\n${textTable([{ head: 'axis', cells: names, align: 'left' }, ...columns])}`;
}

function passesText({ passes }: SweepResult): string {
  return `Passes: ${Object.entries(passes)
    .map(([pass, count]) => `${pass} ${count}`)
    .join(', ')}`;
}
