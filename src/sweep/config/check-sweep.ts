import { knownNames } from '../../base/nearest-name.ts';
import type { Fault } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { type MeasuredSweep, metricNames } from './read-metrics.ts';
import type { SweepAxis } from './sweep.ts';
import type { SweepData } from './sweep-schema.ts';

/** Faults of the sweep as a whole: no axes, zips that do not fit, a grid beyond the limit, names of axes and metrics that do not exist. */
export function checkSweep(data: MeasuredSweep, axes: readonly SweepAxis[], tree: ConfigTree): Fault[] {
  const none: Fault[] =
    Object.keys(data.axes).length === 0
      ? [{ place: placeOf(tree, ['axes']), message: 'expected at least one axis, found none', code: 'SWEEP_AXES' }]
      : [];
  const zips = zipFaults(data, axes, tree);
  const size = zips.length === 0 ? gridFaults(data, axes, tree) : [];
  return [
    ...none,
    ...zips,
    ...size,
    ...(metricNames(data).length === 0
      ? [
          {
            place: placeOf(tree, ['metrics']),
            message: 'expected at least one metric, found none',
            code: 'SWEEP_METRIC',
          },
        ]
      : []),
    ...baselineFaults(data, tree),
    ...metricFaults(data, axes, tree),
    ...objectiveFaults(data, tree),
  ];
}

/** Number of points of the grid, before constraints. */
export function gridSize(axes: readonly SweepAxis[], zip: readonly (readonly string[])[]): number {
  const followers = new Set(zip.flatMap((group) => group.slice(1)));
  return axes.filter(({ name }) => !followers.has(name)).reduce((size, { values }) => size * values.length, 1);
}

function zipFaults({ zip, axes: given }: SweepData, axes: readonly SweepAxis[], tree: ConfigTree): Fault[] {
  const names = Object.keys(given);
  const seen = new Set<string>();
  return zip.flatMap((group, index): Fault[] => {
    const place = placeOf(tree, ['zip', index]);
    const unknown = group.filter((name) => !names.includes(name));
    const again = group.filter((name) => seen.has(name) || group.indexOf(name) !== group.lastIndexOf(name));
    for (const name of group) seen.add(name);
    const faults = unknown.map(
      (name): Fault => ({ place, message: `no axis "${name}" (${knownNames(name, names)})`, code: 'UNKNOWN_NAME' }),
    );
    if (again.length > 0) faults.push({ place, message: `axis ${again[0]} is zipped twice`, code: 'SWEEP_ZIP' });
    const lengths = group.flatMap((name) => axes.find((axis) => axis.name === name)?.values.length ?? []);
    if (faults.length === 0 && new Set(lengths).size > 1) {
      const found = group.map((name, k) => `${name}: ${lengths[k]}`).join(', ');
      faults.push({ place, message: `expected axes of equal length, found ${found}`, code: 'SWEEP_ZIP' });
    }
    return faults;
  });
}

function gridFaults(data: SweepData, axes: readonly SweepAxis[], tree: ConfigTree): Fault[] {
  const size = gridSize(axes, data.zip);
  if (size <= data.maximumPoints) return [];
  const message = `expected at most ${data.maximumPoints} points, found a grid of ${axes.map(({ values }) => values.length).join(' x ')} = ${size}; drop values, or set maximumPoints`;
  return [{ place: placeOf(tree, ['axes']), message, code: 'SWEEP_SIZE' }];
}

function baselineFaults({ baseline, axes }: SweepData, tree: ConfigTree): Fault[] {
  const names = Object.keys(axes);
  return Object.keys(baseline ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => ({
      place: placeOf(tree, ['baseline', name], 'key'),
      message: `no axis "${name}" (${knownNames(name, names)})`,
      code: 'UNKNOWN_NAME',
    }));
}

/** Columns of the tables and charts of a sweep that are neither axis nor metric. */
const COLUMNS: readonly string[] = 'point layer error onParetoFront onFront series cell label x y third'.split(' ');

/** A metric is a column beside others: one that bears the name of another would stand in its place. */
function metricFaults(data: MeasuredSweep, axes: readonly SweepAxis[], tree: ConfigTree): Fault[] {
  const { metrics } = data;
  const names = metricNames(data);
  const ofAxes = axes.flatMap(({ name, unit }) => [name, `${name} (${unit})`]);
  const why = (name: string, index: number): string | undefined => {
    if (names.indexOf(name) < index) return 'which stands already in the list; keep one';
    if (ofAxes.includes(name)) return 'which is an axis of this sweep';
    if (COLUMNS.includes(name)) return 'which is a column of every sweep';
    if (Object.hasOwn(Object.prototype, name)) return 'which every record has';
    if (names.some((other) => name === `${other} / baseline`)) return 'which is that of the metric over its baseline';
    return undefined;
  };
  return names.flatMap((name, index): Fault[] => {
    const reason = why(name, index);
    if (reason === undefined) return [];
    const place = Array.isArray(metrics) ? placeOf(tree, ['metrics', index]) : placeOf(tree, ['metrics', name], 'key');
    return [
      { place, message: `expected a name of its own for the metric, found "${name}", ${reason}`, code: 'SWEEP_METRIC' },
    ];
  });
}

function objectiveFaults(data: MeasuredSweep, tree: ConfigTree): Fault[] {
  const { pareto, best } = data;
  const chosen = Array.isArray(pareto) ? pareto : Object.keys(pareto);
  const faults: Fault[] = [];
  if (chosen.length === 1 || chosen.length > 3)
    faults.push({
      place: placeOf(tree, ['pareto']),
      message: `expected two or three metrics, found ${chosen.length}`,
      code: 'SWEEP_PARETO',
    });
  const names = metricNames(data);
  const asked: [string, readonly (string | number)[]][] = chosen.map((name, k) => [
    name,
    ['pareto', Array.isArray(pareto) ? k : name],
  ]);
  if (best !== undefined) asked.push([best.metric, ['best', 'metric']]);
  for (const [name, path] of asked)
    if (!names.includes(name))
      faults.push({
        place: placeOf(tree, path),
        message: `no metric "${name}" in this sweep (${knownNames(name, names)})`,
        code: 'UNKNOWN_NAME',
      });
  return faults;
}
