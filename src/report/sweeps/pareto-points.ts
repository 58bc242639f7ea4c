import type { FrontMetric, SweepAxis, SweepPoint, SweepRecord } from '../records/sweep-record.ts';
import { MACHINE } from './named-machines.ts';
import { axisValue } from './sweep-axis.ts';

/** A finished point in the plane of the first two metrics of the front. */
export interface ParetoPoint {
  readonly label: string;
  readonly origin: SweepPoint;
  readonly x: number;
  readonly y: number;
  /** Value of the third metric, where the front has one. */
  readonly third: number | null;
  readonly onFront: boolean;
}

/** What a design costs, by the unit that ends the name of a metric: two metrics of one kind make no front. */
const COSTS = [/^time.*(Us|Ns)$/, /^energyPj\.total$|^energy.*Pj$/, /^area.*Mm2$/, /^(average)?power.*Mw$/i] as const;

/** The two or three metrics of the front: those that the sweep names, else its first time, energy, area or power; undefined where it has fewer. */
export function frontMetrics(record: SweepRecord): readonly FrontMetric[] | undefined {
  if (record.pareto !== undefined && record.pareto.length >= 2) return record.pareto;
  const costs = COSTS.flatMap((cost) => record.metrics.find((metric) => cost.test(metric)) ?? []).slice(0, 2);
  return costs.length < 2 ? undefined : costs.map((metric) => ({ metric, better: 'low' }));
}

/** Axes that tell the points of the front apart, and the machine; all where the front is one point. */
export function frontAxes(record: SweepRecord, front: readonly SweepPoint[]): readonly SweepAxis[] {
  const changing = record.axes.filter(
    ({ name }) => name === MACHINE || new Set(front.map(({ axes }) => axes[name])).size > 1,
  );
  return changing.length === 0 ? record.axes : changing;
}

/** Whether a point has the first two metrics of the front. */
export function hasFront(record: SweepRecord, [x, y]: readonly FrontMetric[]): boolean {
  return record.points.some(
    ({ metrics }) => typeof metrics[x.metric] === 'number' && typeof metrics[y.metric] === 'number',
  );
}

/** The points that have all metrics of the front; marked are those that the sweep marked, else the front of the plane. */
export function paretoPoints(record: SweepRecord, metrics: readonly FrontMetric[]): ParetoPoint[] {
  const found = record.points.flatMap((point) => {
    const [x, y, third] = metrics.map(({ metric }) => point.metrics[metric]);
    return typeof x === 'number' && typeof y === 'number' ? [{ point, x, y, third: third ?? null }] : [];
  });
  const plane = new Set(planeFront(found, metrics));
  const isOnFront = (one: (typeof found)[number]) => one.point.onParetoFront ?? plane.has(one);
  const front = found.filter(isOnFront).map(({ point }) => point);
  const axes = frontAxes(record, front);
  return found.map((one) => new PlacedPoint(one.point, [one.x, one.y, one.third], isOnFront(one), axes));
}

/** A class: the label is made when it is asked for, by a getter that all points have in common. */
class PlacedPoint implements ParetoPoint {
  readonly origin: SweepPoint;
  readonly x: number;
  readonly y: number;
  readonly third: number | null;
  readonly onFront: boolean;
  readonly #axes: readonly SweepAxis[];

  constructor(
    origin: SweepPoint,
    [x, y, third]: readonly [number, number, number | null],
    onFront: boolean,
    axes: readonly SweepAxis[],
  ) {
    this.origin = origin;
    this.x = x;
    this.y = y;
    this.third = third;
    this.onFront = onFront;
    this.#axes = axes;
  }

  get label(): string {
    return this.#axes.map((axis) => axisValue(axis, this.origin.axes[axis.name])).join(' / ');
  }
}

/** The points that no other beats in the first two metrics, in the order of the first; of equal ones the first. */
export function planeFront<P extends { readonly x: number; readonly y: number }>(
  points: readonly P[],
  [xMetric, yMetric]: readonly FrontMetric[],
): P[] {
  const cost = (value: number, metric: FrontMetric) => (metric.better === 'low' ? value : -value);
  const [x, y] = [(point: P) => cost(point.x, xMetric), (point: P) => cost(point.y, yMetric)];
  const front: P[] = [];
  for (const point of points.toSorted((a, b) => x(a) - x(b) || y(a) - y(b))) {
    const last = front.at(-1);
    if (last === undefined || y(point) < y(last)) front.push(point);
  }
  return front;
}
