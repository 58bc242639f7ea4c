import { extremes } from '../../../base/extremes.ts';
import { datum, field } from '../../picture/field.ts';
import { frame } from '../../picture/frame.ts';
import { type MetricAxis, metricAxis } from '../../picture/metric-axis.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisColumn, shownAxis, valuesOf } from '../../sweeps/sweep-axis.ts';
import { hasMetric } from '../../sweeps/sweep-series.ts';
import { independentAxes, planeOf, type SweepSlice, thinnedAlong } from '../../sweeps/sweep-slice.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Heat map of the sweep';

/** Where the cells of machines lie that do not have an axis. */
const LACKING = '-';

/** More cells than this carry no numbers. */
const MOST_NUMBERS = 150;

/** The two longest axes that do not go together; undefined where there is but one. */
function planeAxes(record: SweepRecord): readonly [string, string] | undefined {
  const length = (name: string) => new Set(record.points.map(({ axes }) => axes[name])).size;
  const [first] = record.axes.map(({ name }) => name).toSorted((a, b) => length(b) - length(a));
  if (first === undefined) return undefined;
  const second = independentAxes(record, first)
    .toSorted((a, b) => length(b) - length(a))
    .at(0);
  if (second === undefined) return undefined;
  const chosen = record.axes.map(({ name }) => name).filter((name) => name === first || name === second);
  return [chosen[0], chosen[1]];
}

/** Height of a cell in font sizes: of many rows the least in which a label still has room. */
const CELL_HEIGHTS = [2, 1.25] as const;
/** No axis has more: a higher map is no longer seen at once. */
const MOST_VALUES = 32;
/** Labels of more values may lie on each other. */
const MOST_LABELS = 16;
/** Least width of a cell, and what stands above, below and beside the cells, in font sizes. */
const CELL_WIDTH = 1;
const AROUND = 14;

/** The plane of the two longest axes, each with as many values as there is room for. */
function planeIn(record: SweepRecord, { width, height, fontSize }: ChartStyle): SweepSlice {
  const axes = planeAxes(record);
  if (axes === undefined) return { record };
  const plane = planeOf(record, axes);
  const most = [
    Math.floor((width / fontSize - AROUND) / CELL_WIDTH),
    Math.floor((height / fontSize - AROUND) / CELL_HEIGHTS[1]),
  ] as const;
  const [first, second] = plane.record.axes.map(({ name }) => name);
  const across = thinnedAlong(plane.record, first, Math.min(most[0], MOST_VALUES));
  const up = thinnedAlong(across.record, second, Math.min(most[1], MOST_VALUES));
  const notes = [plane.leftOut, across.leftOut, up.leftOut].filter((note) => note !== undefined);
  return { record: up.record, ...(notes.length > 0 && { leftOut: notes.join('; ') }) };
}

function cellHeight(rows: number, style: ChartStyle): number {
  const [tall, flat] = CELL_HEIGHTS;
  return (rows * tall + AROUND) * style.fontSize <= style.height ? tall : flat;
}

function rowsOf(record: SweepRecord, metric: string) {
  const [x, y] = record.axes.map((axis) => axis.name);
  return record.points.map((point) => ({
    [axisColumn(record, x)]: point.axes[x] ?? LACKING,
    [axisColumn(record, y)]: point.axes[y] ?? LACKING,
    [metric]: point.metrics[metric] ?? null,
  }));
}

function ascending(values: readonly (string | number)[]): (string | number)[] {
  const distinct = [...new Set(values)];
  return distinct.every((value) => typeof value === 'number') ? distinct.toSorted((a, b) => a - b) : distinct;
}

/** The first metric over two axes; a cell without a value is hatched by a cross, never drawn as zero. */
export const heatMap: ChartOf<'sweep'> = {
  name: 'heat-map',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (planeAxes(record) === undefined) return 'a heat map needs two axes that change apart from each other';
    return record.metrics.some((metric) => hasMetric(record, metric)) ? undefined : 'no metric has a value';
  },
  leftOut: (record, style) => planeIn(record, style).leftOut,
  draw: (whole, style) => {
    const { record, leftOut } = planeIn(whole, style);
    const metric = record.metrics.find((name) => hasMetric(record, name)) ?? '';
    const rows = rowsOf(record, metric);
    const values = rows.map((row) => row[metric]).filter((value) => typeof value === 'number');
    const scale = metricAxis(metric, values);
    const encoding = positions(record);
    const cell = `isValid(${datum(metric)}) ? ${datum(metric)} * ${scale.factor} : null`;
    return frame(style, { title, leftOut }, rows, {
      height: Math.max(2, encoding.y.sort.length) * style.fontSize * cellHeight(encoding.y.sort.length, style),
      transform: [{ calculate: cell, as: 'cell' }],
      layer: [
        cells(encoding, scale, style),
        missing(encoding),
        ...(rows.length > MOST_NUMBERS ? [] : [numbers(encoding, values, scale)]),
      ],
    });
  },
};

/** Where a cell lies: the first axis to the right, the second upwards. */
function positions(record: SweepRecord) {
  const [x, y] = record.axes.map(({ name }) => {
    const { title: axisTitle, ...axis } = shownAxis(record, name);
    const values = ascending(valuesOf(record, name));
    const sort = record.points.some(({ axes }) => axes[name] === undefined) ? [...values, LACKING] : values;
    return { field: field(axisColumn(record, name)), type: 'ordinal', title: axisTitle, sort, axis };
  });
  const overlap = x.sort.length > MOST_LABELS && { labelOverlap: 'parity' };
  return { x: { ...x, axis: { ...x.axis, labelAngle: 0, ...overlap } }, y: { ...y, sort: y.sort.toReversed() } };
}

type Positions = ReturnType<typeof positions>;

function cells(encoding: Positions, { title: name }: MetricAxis, style: ChartStyle) {
  return {
    transform: [{ filter: 'isValid(datum.cell)' }],
    mark: { type: 'rect', stroke: '#ffffff', strokeWidth: style.fontSize / 16 },
    encoding: {
      ...encoding,
      color: {
        field: 'cell',
        type: 'quantitative',
        title: name,
        scale: { scheme: 'viridis', reverse: true },
        legend: { orient: 'top', direction: 'horizontal', gradientLength: style.width * 0.4 },
      },
      tooltip: [
        { field: encoding.x.field, title: encoding.x.title },
        { field: encoding.y.field, title: encoding.y.title },
        { field: 'cell', type: 'quantitative', title: name, format: '.4~g' },
      ],
    },
  };
}

function missing(encoding: Positions) {
  return {
    transform: [{ filter: '!isValid(datum.cell)' }],
    mark: { type: 'text', text: '×', color: '#999999' },
    encoding,
  };
}

/** The value in each cell, white on the dark half of the colours. */
function numbers(encoding: Positions, values: readonly number[], { factor }: MetricAxis) {
  const { least, most } = extremes(values);
  const middle = ((least + most) / 2) * factor;
  return {
    transform: [{ filter: 'isValid(datum.cell)' }],
    mark: { type: 'text' },
    encoding: {
      ...encoding,
      text: { field: 'cell', type: 'quantitative', format: '.3g' },
      color: { condition: { test: `datum.cell > ${middle}`, value: '#ffffff' }, value: '#222222' },
    },
  };
}
