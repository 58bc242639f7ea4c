import { frame } from '../../picture/frame.ts';
import { colourScale, topLegend } from '../../picture/legend.ts';
import { seriesColours } from '../../picture/palette.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { hasMetric } from '../../sweeps/sweep-series.ts';
import type { ChartSpec, Row } from '../chart.ts';

/** What a sweep that trains may call the accuracy beside that before pruning or sharing, the difference of two shares. */
export const CHANGE = 'accuracyChange';

/** The axis over whole lists of stages. */
export const STAGES = 'training.stages';

/** Losses beyond so many points are cut off: what matters is where they begin. */
const MOST_LOST = 5;

/** Why a sweep has no such chart, or undefined. */
export function noChange(record: SweepRecord): string | undefined {
  return hasMetric(record, CHANGE) ? undefined : `the sweep has no metric ${CHANGE}`;
}

/** The change of a point in percentage points; null where it has none. */
export function changeOf(metrics: Readonly<Record<string, number | null>>): number | null {
  const change = metrics[CHANGE];
  return typeof change === 'number' ? 100 * change : null;
}

/** Lines of what training, pruning and sharing cost, one for each `series` (a colour) over `x`. */
export interface SweptAccuracy {
  readonly title: string;
  readonly rows: readonly (Row & { readonly series: string; readonly change: number | null })[];
  readonly x: Readonly<Record<string, unknown>>;
  /** Rows through which a line runs; all by default. */
  readonly lineThrough?: string;
  /** A field of the rows: each of its values is a line of its own, all but the last dashed. */
  readonly dashes?: { readonly field: string; readonly values: readonly string[] };
}

/** The picture: changes upwards, cut off below, a legend above. */
export function sweptAccuracy(chart: SweptAccuracy, style: ChartStyle): ChartSpec {
  const { title, rows, x, lineThrough = 'true', dashes } = chart;
  const names = [...new Set(rows.map(({ series }) => series))];
  const changes = rows.flatMap(({ change }) => change ?? []);
  const floor = Math.max(-MOST_LOST, Math.floor(Math.min(-1, ...changes)));
  const ceiling = Math.max(0.5, Math.ceil(2 * Math.max(0, ...changes)) / 2);
  const color = {
    field: 'series',
    type: 'nominal',
    scale: colourScale(names.map((name, k) => [name, seriesColours[k % seriesColours.length]])),
    legend: topLegend(names, style.width - style.fontSize * 4, style),
  };
  const yOf = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'Change of accuracy (points)',
    scale: { domain: [floor, ceiling], nice: false },
  });
  const dash = dashes && {
    strokeDash: {
      field: dashes.field,
      type: 'nominal',
      scale: {
        domain: dashes.values,
        range: dashes.values.map((_, k) => (k === dashes.values.length - 1 ? [] : dashOf(k, style))),
      },
      legend: null,
    },
  };
  const tooltip = Object.keys(rows[0] ?? {}).map((field) => ({ field }));
  const of = dashes === undefined ? ['series'] : ['series', dashes.field];
  return frame(style, { title, legend: names }, rows, {
    height: style.fontSize * 19,
    layer: [
      { mark: { type: 'rule', color: '#a8a8a8' }, encoding: { y: { datum: 0, type: 'quantitative' } } },
      {
        // a line ends a little below the picture, and one that is nowhere in it is not drawn
        transform: [
          { filter: `isValid(datum.change) && ${lineThrough}` },
          { joinaggregate: [{ op: 'max', field: 'change', as: 'best' }], groupby: of },
          { filter: `datum.best > ${floor}` },
          { calculate: `max(datum.change, ${floor - 1})`, as: 'drawn' },
        ],
        mark: { type: 'line', clip: true },
        encoding: { x, y: yOf('drawn'), color, ...dash },
      },
      {
        transform: [{ filter: `isValid(datum.change) && datum.change >= ${floor}` }],
        mark: { type: 'point', filled: true, opacity: 1, size: style.fontSize ** 2 * 0.25 },
        encoding: { x, y: yOf('change'), color, tooltip },
      },
    ],
  });
}

function dashOf(place: number, { fontSize }: ChartStyle): number[] {
  return [(fontSize * (place + 1)) / 2, fontSize / 3];
}
