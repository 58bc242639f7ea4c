import { datum, field, quoted } from '../../picture/field.ts';
import { frame } from '../../picture/frame.ts';
import { metricAxis } from '../../picture/metric-axis.ts';
import { seriesColours } from '../../picture/palette.ts';
import { type PlaneAxis, planeAxis } from '../../picture/plane-axis.ts';
import { apart, roomyLabels } from '../../picture/scatter-labels.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { FrontMetric, SweepRecord } from '../../records/sweep-record.ts';
import {
  frontAxes,
  frontMetrics,
  hasFront,
  type ParetoPoint,
  paretoPoints,
  planeFront,
} from '../../sweeps/pareto-points.ts';
import { axisName, metricTitle } from '../../text/human-names.ts';
import { textWidth } from '../../text/text-width.ts';
import { wrapWords } from '../../text/wrap-words.ts';
import type { ChartOf, Row } from '../chart.ts';

const title = 'Pareto front';

/** More points than these are drawn small, and none where another lies already. */
const CROWD = 500;

/** More marks than these tell no more. */
const MOST_MARKS = 1000;

/** Where the points lie in the picture. */
interface Plot {
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  readonly width: number;
  readonly height: number;
  readonly place: (point: ParetoPoint) => readonly [number, number];
}

function plotOf(points: readonly ParetoPoint[], [xMetric, yMetric]: readonly FrontMetric[], style: ChartStyle): Plot {
  const [width, height] = [
    style.width - style.fontSize * 5,
    Math.min(style.fontSize * 20, style.height - style.fontSize * 14),
  ];
  const labels = points.filter(({ onFront }) => onFront).map(({ label }) => textWidth(label, style.fontSize));
  const room = Math.min(0.4, labels.reduce((most, label) => Math.max(most, label), 0) / width);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [planeAxis(xMetric.metric, xs, room), planeAxis(yMetric.metric, ys, 0)];
  const place = (point: ParetoPoint) => [width * x.toShare(point.x), height * (1 - y.toShare(point.y))] as const;
  return { x, y, width, height, place };
}

/** All points of the front, and of a crowd of others those that can be seen. */
function visible(points: readonly ParetoPoint[], { place }: Plot, style: ChartStyle): readonly ParetoPoint[] {
  if (points.length <= CROWD) return points;
  const [front, others] = [points.filter(({ onFront }) => onFront), points.filter(({ onFront }) => !onFront)];
  let size = style.fontSize / 4;
  let seen = apart(others, place, size);
  while (seen.length > MOST_MARKS) seen = apart(seen, place, (size *= 1.3));
  return [...front, ...seen];
}

function notShown(shown: readonly ParetoPoint[], points: readonly ParetoPoint[]): string | undefined {
  if (shown.length === points.length) return undefined;
  return `${shown.length} of ${points.length} points are drawn: the front, and of the others one in each place`;
}

function rowsOf(shown: readonly ParetoPoint[], line: readonly ParetoPoint[], metrics: readonly FrontMetric[]): Row[] {
  const onLine = new Set(line);
  return shown.map((point) => ({
    point: point.label,
    ...Object.fromEntries(metrics.map(({ metric }, k) => [metric, [point.x, point.y, point.third][k]])),
    onParetoFront: point.onFront,
    onFrontOfPlane: onLine.has(point),
  }));
}

/** Colour of the front's points: that of the third metric, where the front has one. */
function frontColour([, , third]: readonly FrontMetric[], name: string, style: ChartStyle) {
  if (third === undefined) return { value: seriesColours[0] };
  return {
    field: 'plotThird',
    type: 'quantitative',
    title: name,
    scale: { scheme: 'viridis', reverse: true, zero: false },
    legend: { orient: 'top', direction: 'horizontal', gradientLength: style.width * 0.4 },
  };
}

/** Every point of the sweep in the plane of two metrics: those of the front in colour, the front of the plane as a step line with labels. */
export const paretoFrontChart: ChartOf<'sweep'> = {
  name: 'pareto-front',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    const metrics = frontMetrics(record);
    if (metrics === undefined)
      return 'the sweep names no front (pareto: [...]) and has no two of the metrics time, energy, area, power';
    if (hasFront(record, metrics)) return undefined;
    return `no point has both ${metrics[0].metric} and ${metrics[1].metric}`;
  },
  leftOut: (record, style) => {
    const metrics = frontMetrics(record) ?? [];
    const points = paretoPoints(record, metrics);
    return notShown(visible(points, plotOf(points, metrics, style), style), points);
  },
  draw: (record, style) => {
    const metrics = frontMetrics(record) ?? [];
    const points = paretoPoints(record, metrics);
    const plot = plotOf(points, metrics, style);
    const line = planeFront(points, metrics);
    const third = metricAxis(
      metrics[2]?.metric ?? '',
      points.map((point) => point.third),
    );
    const factors = [plot.x.factor, plot.y.factor, third.factor];
    const shown = visible(points, plot, style);
    return frame(style, { title, leftOut: notShown(shown, points) }, rowsOf(shown, line, metrics), {
      height: plot.height,
      transform: metrics.map(({ metric }, k) => ({
        calculate: `isValid(${datum(metric)}) ? ${datum(metric)} * ${factors[k]} : null`,
        as: ['plotX', 'plotY', 'plotThird'][k],
      })),
      layer: marks(record, metrics, points, line, plot, frontColour(metrics, third.title, style), style),
    });
  },
};

/** What the parts of a label are: `processing elements / clock`, in lines that fit below the plot. */
function labelTitle(record: SweepRecord, points: readonly ParetoPoint[], style: ChartStyle): string[] {
  const axes = frontAxes(
    record,
    points.filter(({ onFront }) => onFront).map(({ origin }) => origin),
  );
  const text = `labels: ${axes.map(({ name }) => axisName(name)).join(' / ')}`;
  return wrapWords(text, Math.floor((style.width * 1.7) / style.fontSize)).split('\n');
}

/** Dominated points, the line, the front, and the labels that have room. */
function marks(
  record: SweepRecord,
  metrics: readonly FrontMetric[],
  points: readonly ParetoPoint[],
  line: readonly ParetoPoint[],
  { x, y, width, place }: Plot,
  colour: Readonly<Record<string, unknown>>,
  style: ChartStyle,
) {
  const labelling = labelTitle(record, points, style);
  const position = {
    x: { field: 'plotX', type: 'quantitative', title: [x.title, ...labelling], scale: x.scale, axis: x.axis },
    y: { field: 'plotY', type: 'quantitative', title: y.title, scale: y.scale, axis: y.axis },
  };
  const tooltip = [
    { field: 'point', type: 'nominal', title: labelling.join(' ') },
    ...metrics.map(({ metric }) => ({
      field: field(metric),
      type: 'quantitative',
      title: metricTitle(metric),
      format: '.4~g',
    })),
  ];
  const size = style.fontSize ** 2;
  const labelled = line.map((point) => ({ label: point.label, left: place(point)[0], top: place(point)[1] }));
  const order = metrics[1]?.better === 'low' ? 'step-after' : 'step-before';
  return [
    {
      transform: [{ filter: '!datum.onParetoFront' }],
      mark: { type: 'point', filled: true, color: '#a8a8a8', ...crowdLook(points.length > CROWD, size) },
      encoding: { ...position, tooltip },
    },
    {
      transform: [{ filter: 'datum.onFrontOfPlane' }],
      mark: { type: 'line', interpolate: order, color: seriesColours[0] },
      encoding: position,
    },
    {
      transform: [{ filter: 'datum.onParetoFront' }],
      mark: { type: 'point', filled: true, opacity: 1, size: size * 0.4 },
      encoding: { ...position, color: colour, tooltip },
    },
    ...labelLayers([...roomyLabels(labelled, width, style)], position, style),
  ];
}

function crowdLook(isCrowd: boolean, size: number) {
  return isCrowd ? { opacity: 0.5, size: size * 0.08 } : { opacity: 0.8, size: size * 0.25 };
}

/** The labels twice: white and thick below, so that they can be read over points. */
function labelLayers(names: readonly string[], position: object, style: ChartStyle) {
  const mark = { type: 'text', align: 'left', baseline: 'bottom', dx: style.fontSize / 2, dy: -style.fontSize / 4 };
  const halo = { fill: '#ffffff', stroke: '#ffffff', strokeWidth: style.fontSize / 3, strokeJoin: 'round' };
  return [{ ...mark, ...halo }, mark].map((look) => ({
    transform: [{ filter: `datum.onFrontOfPlane && indexof([${names.map(quoted).join(',')}], datum.point) >= 0` }],
    mark: look,
    encoding: { ...position, text: { field: 'point', type: 'nominal' } },
  }));
}
