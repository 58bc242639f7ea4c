import { shortenNames, uniqueNames } from '../layer-labels.ts';
import { textWidth } from '../text-width.ts';
import type { ChartOf } from './chart.ts';
import { frame } from './frame.ts';
import { linePanel } from './line-panel.ts';
import { metricAxis } from './metric-title.ts';
import { axisTitle, longestAxis } from './sweep-lines.ts';
import type { SweepRecord } from './sweep-record.ts';

const title = 'The sweep, layer by layer';
const COLUMNS = 3;

function metricOf(record: SweepRecord): string | undefined {
  return record.metrics.find((metric) =>
    record.points.some((point) => point.layers?.some((layer) => typeof layer.metrics[metric] === 'number')),
  );
}

function rowsOf(record: SweepRecord, along: string, metric: string) {
  const others = record.axes.filter((axis) => axis.name !== along);
  return record.points.flatMap((point) => {
    const layers = point.layers ?? [];
    const names = uniqueNames(layers.map((layer) => layer.name));
    return layers.map((layer, k) => ({
      layer: names[k],
      series: others.map((axis) => String(point.axes[axis.name])).join(' / '),
      [along]: point.axes[along],
      [metric]: layer.metrics[metric] ?? null,
    }));
  });
}

/** Small multiples: the first metric along the longest axis, a panel a layer, each with its own scale from zero. */
export const sweepByLayer: ChartOf<'sweep'> = {
  name: 'sweep-by-layer',
  title,
  subject: 'sweep',
  obstacle: (record) => (metricOf(record) === undefined ? 'the sweep kept no layers' : undefined),
  draw: (record, style) => {
    const axis = longestAxis(record);
    const metric = metricOf(record) ?? '';
    const rows = rowsOf(record, axis, metric);
    const layers = [...new Set(rows.map((row) => row.layer))];
    const columns = Math.min(COLUMNS, layers.length);
    const y = metricAxis(
      metric,
      rows.map((row) => (typeof row[metric] === 'number' ? row[metric] : null)),
    );
    const size = style.fontSize;
    const axisRoom = size * 3;
    const width = style.width / columns - axisRoom - size * 1.5;
    const labels = shortenNames(layers, (text) => textWidth(text, size) <= width + axisRoom / 2);
    const panels = layers.map((layer, k) => ({
      ...linePanel(
        {
          rows: rows.filter((row) => row.layer === layer),
          x: { field: axis, title: k >= layers.length - columns ? axisTitle(record, axis) : '' },
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
