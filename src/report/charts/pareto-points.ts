import type { FrontMetric, SweepRecord } from './sweep-record.ts';

/** A finished point in the plane of two metrics. */
export interface ParetoPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly onFront: boolean;
}

/** Indices of the points that no other beats in both values (smaller is better), by ascending x; equal points are all kept once. */
export function paretoFront(points: readonly { readonly x: number; readonly y: number }[]): number[] {
  const order = points.map((_, k) => k).toSorted((a, b) => points[a].x - points[b].x || points[a].y - points[b].y);
  const front: number[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  for (const k of order) {
    if (points[k].y >= lowest) continue;
    lowest = points[k].y;
    front.push(k);
  }
  return front;
}

/** Metrics of which less is better. */
const COST = /(Us|Ns|Pj|PjS|Mw|Mm2|cycles)(\.|$)/i;

/** The two metrics of the front, or undefined where the sweep has fewer. */
export function frontMetrics(record: SweepRecord): readonly [FrontMetric, FrontMetric] | undefined {
  if (record.pareto !== undefined) return record.pareto;
  const [x, y] = record.metrics.filter((metric) => COST.test(metric));
  if (y === undefined) return undefined;
  return [
    { metric: x, better: 'low' },
    { metric: y, better: 'low' },
  ];
}

const cost = (value: number, metric: FrontMetric) => (metric.better === 'low' ? value : -value);

/** The points that have both metrics; the front is the sweep's own where it marked one. */
export function paretoPoints(
  record: SweepRecord,
  [xMetric, yMetric]: readonly [FrontMetric, FrontMetric],
): ParetoPoint[] {
  const points = record.points.flatMap((point) => {
    const [x, y] = [point.metrics[xMetric.metric], point.metrics[yMetric.metric]];
    if (typeof x !== 'number' || typeof y !== 'number') return [];
    const label = record.axes.map((axis) => String(point.axes[axis.name])).join(' / ');
    return [{ label, x, y, marked: point.onParetoFront }];
  });
  const front = new Set(paretoFront(points.map(({ x, y }) => ({ x: cost(x, xMetric), y: cost(y, yMetric) }))));
  return points.map(({ label, x, y, marked }, k) => ({ label, x, y, onFront: marked ?? front.has(k) }));
}
