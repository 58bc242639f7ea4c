import { linePanel } from '../lines/line-panel.ts';
import { frame } from '../picture/frame.ts';
import { metricAxis } from '../picture/metric-axis.ts';
import type { SweepRecord } from '../records/sweep-record.ts';
import { axisColumn, longestAxis, shownAxis } from '../sweeps/sweep-axis.ts';
import { linesAlong } from '../sweeps/sweep-slice.ts';
import { shortenNames, uniqueNames } from '../text/layer-labels.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartOf } from './chart.ts';

const title = 'The sweep, layer by layer';
const COLUMNS = 3;

/** More panels than these fill more than a page. */
const MOST_PANELS = 24;

function metricOf(record: SweepRecord): string | undefined {
  return record.metrics.find((metric) =>
    record.points.some((point) => point.layers?.some((layer) => typeof layer.metrics[metric] === 'number')),
  );
}

function rowsOf(whole: SweepRecord, along: string, metric: string) {
  const { record } = linesAlong(whole, along);
  const others = record.axes.filter((axis) => axis.name !== along);
  return record.points.flatMap((point) => {
    const layers = point.layers ?? [];
    const names = uniqueNames(layers.map((layer) => layer.name));
    return layers.map((layer, k) => ({
      layer: names[k],
      series: others.map((axis) => String(point.axes[axis.name])).join(' / '),
      [axisColumn(record, along)]: point.axes[along],
      [metric]: layer.metrics[metric] ?? null,
    }));
  });
}

/** Names of the layers in their order; of very many those where the metric is largest. */
function layersOf(rows: ReturnType<typeof rowsOf>, metric: string): { shown: readonly string[]; all: number } {
  const largest = new Map<string, number>();
  for (const row of rows) {
    const value = row[metric];
    largest.set(row.layer, Math.max(largest.get(row.layer) ?? 0, typeof value === 'number' ? Math.abs(value) : 0));
  }
  const names = [...largest.keys()];
  const chosen = new Set(names.toSorted((a, b) => largest.get(b)! - largest.get(a)!).slice(0, MOST_PANELS));
  return { shown: names.filter((name) => chosen.has(name)), all: names.length };
}

/** Small multiples: the first metric along the longest axis, a panel a layer, each with its own scale from zero. */
export const sweepByLayer: ChartOf<'sweep'> = {
  name: 'sweep-by-layer',
  title,
  subject: 'sweep',
  obstacle: (record) => (metricOf(record) === undefined ? 'the sweep kept no layers' : undefined),
  leftOut: (record) => {
    const [axis, metric] = [longestAxis(record), metricOf(record) ?? ''];
    const { shown, all } = layersOf(rowsOf(record, axis, metric), metric);
    const layers = shown.length === all ? undefined : `${shown.length} of ${all} layers are drawn, the largest`;
    return [linesAlong(record, axis).leftOut, layers].filter((text) => text !== undefined).join('; ') || undefined;
  },
  draw: (record, style) => {
    const axis = longestAxis(record);
    const metric = metricOf(record) ?? '';
    const all = rowsOf(record, axis, metric);
    const layers = layersOf(all, metric).shown;
    const rows = all.filter((row) => layers.includes(row.layer));
    const columns = Math.min(COLUMNS, layers.length);
    const y = metricAxis(
      metric,
      rows.map((row) => (typeof row[metric] === 'number' ? row[metric] : null)),
    );
    const size = style.fontSize;
    const x = shownAxis(record, axis);
    const axisRoom = size * 3;
    const width = style.width / columns - axisRoom - size * 1.5;
    const labels = shortenNames(layers, (text) => textWidth(text, size) <= width + axisRoom / 2);
    const panels = layers.map((layer, k) => ({
      ...linePanel(
        {
          rows: rows.filter((row) => row.layer === layer),
          x: { field: axisColumn(record, axis), ...x, title: k >= layers.length - columns ? x.title : '' },
          y: { field: metric, title: '', factor: y.factor, fromZero: true },
          series: 'series',
          named: false,
          xLabels: 4,
          height: size * 7,
        },
        style,
      ),
      width: Number(width.toFixed(2)),
      title: { text: labels[k], fontSize: size, fontWeight: 'normal', anchor: 'middle', offset: size / 2 },
      transform: [{ filter: `datum.layer === ${JSON.stringify(layer)}` }],
    }));
    const { width: _width, autosize: _autosize, ...whole } = frame(style, title, rows, {});
    const heading = style.titled ? `${title}: ${y.title}` : y.title;
    return {
      ...whole,
      data: { values: rows },
      title: { text: heading, ...(style.titled ? {} : { fontSize: size, fontWeight: 'normal' }) },
      columns,
      spacing: size,
      concat: panels,
      resolve: { scale: { color: 'shared', strokeDash: 'shared' } },
    };
  },
};
