import { linePanel } from '../../lines/line-panel.ts';
import { axisTitle, titleLines } from '../../picture/axis-unit.ts';
import { frame } from '../../picture/frame.ts';
import { topLegend } from '../../picture/legend.ts';
import { metricAxis } from '../../picture/metric-axis.ts';
import { positionScale } from '../../picture/position-scale.ts';
import { withAxisExtent } from '../../picture/stacked-frame.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisColumn, axisInShort, levelled, longestAxis, shownAxis } from '../../sweeps/sweep-axis.ts';
import { linesAlong } from '../../sweeps/sweep-slice.ts';
import { uncapital } from '../../text/human-names.ts';
import { shortenNames, uniqueNames } from '../../text/layer-labels.ts';
import { textWidth } from '../../text/text-width.ts';
import type { ChartOf } from '../chart.ts';

const title = 'The sweep, layer by layer';
const COLUMNS = 3;

/** What a panel takes with its name and axis, and what stands around all, in font sizes. */
const PANEL = 11;
const AROUND = 7;

/** Labels of an axis, in font sizes. */
const AXIS = 3;

/** More panels than these do not fit a page. */
function mostPanels({ height, fontSize }: ChartStyle): number {
  return COLUMNS * Math.max(1, Math.floor((height / fontSize - AROUND) / PANEL));
}

function metricOf(record: SweepRecord): string | undefined {
  return record.metrics.find((metric) =>
    record.points.some((point) => point.layers?.some((layer) => typeof layer.metrics[metric] === 'number')),
  );
}

function rowsOf(whole: SweepRecord, along: string, metric: string) {
  const { record } = linesAlong(whole, along);
  const others = record.axes.filter((axis) => axis.name !== along);
  return levelled(record, along).flatMap((point) => {
    const layers = point.layers ?? [];
    const names = uniqueNames(layers.map((layer) => layer.name));
    return layers.map((layer, k) => ({
      layer: names[k],
      series: others
        .map((axis) => axisInShort(axis, point.axes[axis.name]))
        .filter((text) => text !== '')
        .join(', '),
      [axisColumn(record, along)]: point.axes[along],
      [metric]: layer.metrics[metric] ?? null,
    }));
  });
}

/** Names of the layers in their order; of very many those where the metric is largest. */
function layersOf(
  rows: ReturnType<typeof rowsOf>,
  metric: string,
  most: number,
): { shown: readonly string[]; all: number } {
  const largest = new Map<string, number>();
  for (const row of rows) {
    const value = row[metric];
    largest.set(row.layer, Math.max(largest.get(row.layer) ?? 0, typeof value === 'number' ? Math.abs(value) : 0));
  }
  const names = [...largest.keys()];
  const chosen = new Set(names.toSorted((a, b) => largest.get(b)! - largest.get(a)!).slice(0, most));
  return { shown: names.filter((name) => chosen.has(name)), all: names.length };
}

function leftOut(record: SweepRecord, style: ChartStyle): string | undefined {
  const [axis, metric] = [longestAxis(record), metricOf(record) ?? ''];
  const { shown, all } = layersOf(rowsOf(record, axis, metric), metric, mostPanels(style));
  const layers = shown.length === all ? undefined : `${shown.length} of ${all} layers are drawn, the largest`;
  return [linesAlong(record, axis).leftOut, layers].filter((text) => text !== undefined).join('; ') || undefined;
}

/** Small multiples: the first metric along the longest axis, a panel a layer, each with its own scale from zero. */
export const sweepByLayer: ChartOf<'sweep'> = {
  name: 'sweep-by-layer',
  title,
  subject: 'sweep',
  obstacle: (record) => (metricOf(record) === undefined ? 'the sweep kept no layers' : undefined),
  leftOut,
  draw: (record, style) => {
    const axis = longestAxis(record);
    const metric = metricOf(record) ?? '';
    const all = rowsOf(record, axis, metric);
    const layers = layersOf(all, metric, mostPanels(style)).shown;
    const rows = all.filter((row) => layers.includes(row.layer));
    const columns = Math.min(COLUMNS, layers.length);
    const y = metricAxis(
      metric,
      rows.map((row) => (typeof row[metric] === 'number' ? row[metric] : null)),
    );
    const size = style.fontSize;
    const x = shownAxis(record, axis);
    const gap = size;
    const width = (style.width - (columns - 1) * gap - size * 1.5) / columns - (AXIS + 1) * size;
    const labels = shortenNames(layers, (text) => textWidth(text, size) <= width + (AXIS * size) / 2);
    const series = [...new Set(rows.map((row) => row.series))];
    const { columns: inRow } = topLegend(series, style.width, style);
    const legend = { orient: 'top', direction: 'horizontal', title: null, columns: inRow };
    const panels = layers.map((layer, k) => ({
      ...linePanel(
        {
          rows: rows.filter((row) => row.layer === layer),
          x: { field: axisColumn(record, axis), ...x, title: '' },
          y: { field: metric, title: '', factor: y.factor, fromZero: true },
          series: 'series',
          allSeries: series,
          named: false,
          ...(series.length > 1 && { legend }),
          xLabels: 3,
          height: size * 7,
        },
        style,
      ),
      width: Number(width.toFixed(2)),
      title: { text: labels[k], fontSize: size, fontWeight: 'normal', anchor: 'middle', offset: size / 2 },
      transform: [{ filter: `datum.layer === ${JSON.stringify(layer)}` }],
    }));
    const along = axisTitle(x.title, positionScale(rows.map((row) => row[axisColumn(record, axis)])).scale);
    const against = `${y.title} against ${uncapital(along)}`;
    const heading = style.titled ? `${title}: ${against}` : against;
    const {
      width: _width,
      autosize: _autosize,
      config,
      ...whole
    } = frame(style, { title: heading, leftOut: leftOut(record, style) }, rows, {});
    return {
      ...whole,
      data: { values: rows },
      ...(style.titled
        ? {}
        : { title: { text: titleLines(heading, style.width, style), fontSize: size, fontWeight: 'normal' } }),
      config: withAxisExtent(config, AXIS * size),
      columns,
      spacing: gap,
      concat: panels,
      resolve: { scale: { color: 'shared', strokeDash: 'shared' } },
    };
  },
};
