import { textWidth } from '../text-width.ts';
import type { ChartOf } from './chart.ts';
import { frame } from './frame.ts';
import { yDomain } from './line-panel.ts';
import { metricAxis, words } from './metric-title.ts';
import { seriesColours } from './palette.ts';
import { frontMetrics, type ParetoPoint, paretoPoints } from './pareto-points.ts';
import type { ChartStyle } from './style.ts';

const title = 'Pareto front';

interface Plane {
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

/** The front points whose labels, to the right of and above the point, cover no label before them. */
function labelled(front: readonly ParetoPoint[], plane: Plane, style: ChartStyle): Set<ParetoPoint> {
  const kept: { left: number; right: number; y: number }[] = [];
  const chosen = new Set<ParetoPoint>();
  const line = style.fontSize * 1.15;
  for (const point of front) {
    const left = plane.toX(point.x);
    const box = {
      left,
      right: left + textWidth(point.label, style.fontSize) + style.fontSize / 2,
      y: plane.toY(point.y),
    };
    if (kept.some((other) => Math.abs(other.y - box.y) < line && box.left < other.right && other.left < box.right))
      continue;
    kept.push(box);
    chosen.add(point);
  }
  return chosen;
}

/** Every point of the sweep in the plane of two metrics; the front is a step line, its points labelled with their axis values. */
export const paretoFrontChart: ChartOf<'sweep'> = {
  name: 'pareto-front',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    const metrics = frontMetrics(record);
    if (metrics === undefined) return 'the sweep has fewer than two metrics that are costs';
    return paretoPoints(record, metrics).length > 0
      ? undefined
      : `no point has both ${metrics[0].metric} and ${metrics[1].metric}`;
  },
  draw: (record, style) => {
    const metrics = frontMetrics(record);
    if (metrics === undefined) return frame(style, title, [], {});
    const points = paretoPoints(record, metrics);
    const [xMetric, yMetric] = metrics.map(({ metric }) => metric);
    const x = metricAxis(
      xMetric,
      points.map((point) => point.x),
    );
    const y = metricAxis(
      yMetric,
      points.map((point) => point.y),
    );
    const height = style.fontSize * 20;
    const width = style.width - style.fontSize * 5;
    const room = Math.max(...points.map((point) => textWidth(point.label, style.fontSize))) / width;
    const xDomain = yDomain(
      points.map((point) => point.x * x.factor),
      false,
    );
    const wide = [xDomain[0], xDomain[0] + (xDomain[1] - xDomain[0]) / (1 - Math.min(0.5, room))] as const;
    const high = yDomain(
      points.map((point) => point.y * y.factor),
      false,
    );
    const plane: Plane = {
      toX: (value) => (width * (value * x.factor - wide[0])) / (wide[1] - wide[0]),
      toY: (value) => height * (1 - (value * y.factor - high[0]) / (high[1] - high[0])),
    };
    const front = points.filter((point) => point.onFront).toSorted((a, b) => a.x - b.x);
    const named = labelled(front, plane, style);
    const rows = points.map((point) => ({
      point: point.label,
      [xMetric]: point.x,
      [yMetric]: point.y,
      onParetoFront: point.onFront,
    }));
    const encoding = {
      x: { field: 'plotX', type: 'quantitative', title: x.title, scale: { domain: wide, nice: false, zero: false } },
      y: { field: 'plotY', type: 'quantitative', title: y.title, scale: { domain: high, nice: false, zero: false } },
    };
    const tooltip = [
      { field: 'point', type: 'nominal', title: record.axes.map((axis) => words(axis.name)).join(' / ') },
      { field: 'plotX', type: 'quantitative', title: x.title, format: '.4~g' },
      { field: 'plotY', type: 'quantitative', title: y.title, format: '.4~g' },
    ];
    const names = JSON.stringify([...named].map((point) => point.label));
    return frame(style, title, rows, {
      height,
      transform: [
        { calculate: `datum[${JSON.stringify(xMetric)}] * ${x.factor}`, as: 'plotX' },
        { calculate: `datum[${JSON.stringify(yMetric)}] * ${y.factor}`, as: 'plotY' },
      ],
      layer: [
        {
          transform: [{ filter: '!datum.onParetoFront' }],
          mark: {
            type: 'point',
            filled: true,
            color: '#a8a8a8',
            opacity: points.length > 500 ? 0.35 : 0.8,
            size: style.fontSize ** 2 * (points.length > 500 ? 0.08 : 0.25),
          },
          encoding: { ...encoding, tooltip },
        },
        {
          transform: [{ filter: 'datum.onParetoFront' }],
          mark: { type: 'line', interpolate: 'step-after', color: seriesColours[0] },
          encoding,
        },
        {
          transform: [{ filter: 'datum.onParetoFront' }],
          mark: { type: 'point', filled: true, color: seriesColours[0], opacity: 1, size: style.fontSize ** 2 * 0.4 },
          encoding: { ...encoding, tooltip },
        },
        {
          transform: [{ filter: `datum.onParetoFront && indexof(${names}, datum.point) >= 0` }],
          mark: { type: 'text', align: 'left', baseline: 'bottom', dx: style.fontSize / 3, dy: -style.fontSize / 5 },
          encoding: { ...encoding, text: { field: 'point', type: 'nominal' } },
        },
      ],
    });
  },
};
