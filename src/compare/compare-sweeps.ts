import { UserError } from '../base/user-error.ts';
import type { SweepPoint, SweepResult } from '../sweep/sweep-result.ts';
import { type ComparedNumber, comparedNumber } from './comparison.ts';

/** A sweep to be compared. */
export interface NamedSweep {
  readonly name: string;
  readonly record: SweepResult;
}

const MOST_NAMED = 5;

/**
 * Each point, matched by its axis values, in the metrics that all sweeps have. A point that failed somewhere has no value there.
 * @throws UserError that lists what is unmatched: axes, points, or metrics of which none is shared
 */
export function compareSweeps(sweeps: readonly NamedSweep[]): ComparedNumber[] {
  checkAxes(sweeps);
  const [first] = sweeps;
  const order = first.record.axes.map(({ name }) => name);
  const label = ({ axes }: SweepPoint) =>
    order.flatMap((name) => (axes[name] === undefined ? [] : [`${name} ${axes[name]}`])).join(', ');
  const byLabel = sweeps.map(({ record }) => new Map(record.points.map((point) => [label(point), point])));
  checkPoints(sweeps, byLabel);
  const metrics = first.record.metrics.filter((metric) =>
    sweeps.every(({ record }) => record.metrics.includes(metric)),
  );
  if (metrics.length === 0) {
    const found = sweeps.map(({ name, record }) => `${name}: ${record.metrics.join(', ')}`).join('; ');
    throw UserError.at({}, `expected a metric that all sweeps have, found none (${found})`, 'COMPARE_UNMATCHED');
  }
  return [...byLabel[0]].flatMap(([name, { axes }]) =>
    metrics.map((metric) => ({
      ...comparedNumber(
        name,
        metric,
        byLabel.map((points) => points.get(name)!.metrics[metric] ?? null),
      ),
      axes,
    })),
  );
}

function checkAxes(sweeps: readonly NamedSweep[]): void {
  const names = sweeps.map(({ record }) => record.axes.map(({ name }) => name).toSorted());
  if (names.every((axes) => axes.join() === names[0].join())) return;
  const found = sweeps.map(({ name }, k) => `${name}: ${names[k].join(', ')}`).join('; ');
  throw UserError.at({}, `expected sweeps over the same axes, found ${found}`, 'COMPARE_UNMATCHED');
}

function checkPoints(sweeps: readonly NamedSweep[], byLabel: readonly ReadonlyMap<string, SweepPoint>[]): void {
  const all = [...new Set(byLabel.flatMap((points) => [...points.keys()]))];
  const unmatched = sweeps.flatMap(({ name }, k) => {
    const missing = all.filter((label) => !byLabel[k].has(label));
    if (missing.length === 0) return [];
    const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
    return [`${name} has no point at ${missing.slice(0, MOST_NAMED).join(' / ')}${more}`];
  });
  if (unmatched.length > 0)
    throw UserError.at({}, `expected the same points in every sweep; ${unmatched.join('; ')}`, 'COMPARE_UNMATCHED');
}
