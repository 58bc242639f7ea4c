import { zipSync } from '../../base/files/fflate.ts';
import { marksOf } from '../records/marks.ts';
import type { SweepRecord } from '../records/sweep-record.ts';
import { withMachineNames } from '../sweeps/named-machines.ts';
import type { Format } from './format.ts';
import { npyOf } from './npy.ts';

/** The first time that a zip archive can name: the same input gives the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/** A sweep as columns, for programs: a hundred thousand points take a tenth of their JSON, and none of them is text. */
export const npz: Format = {
  name: 'npz',
  description: 'points of a sweep as columns, a .npy array for each axis and metric (numpy.load)',
  kinds: ['sweep'],
  withoutCharts: true,
  ofRecord: (subject) => (subject.kind === 'sweep' ? [{ name: 'points.npz', content: pointsNpz(subject.record) }] : []),
};

function pointsNpz(record: SweepRecord): Uint8Array {
  const arrays = [...columnsOf(record)].map(([name, values]) => [`${name}.npy`, npyOf(values)]);
  return zipSync(Object.fromEntries(arrays), { level: 6, mtime: NO_TIME });
}

function isOfNumbers(points: SweepRecord['points'], axis: string): boolean {
  return points.every(({ axes }) => typeof axes[axis] !== 'string');
}

/** Point, axes, metrics (NaN where there is none) and the front; a metric that is named like an axis says what it is. */
function columnsOf(record: SweepRecord): Map<string, (number | string | boolean)[]> {
  const { points, axes, metrics, pareto } = record;
  const columns = new Map<string, (number | string | boolean)[]>([['point', points.map(({ index }, k) => index ?? k)]]);
  for (const { name } of axes)
    columns.set(
      name,
      points.map((point) => point.axes[name] ?? (isOfNumbers(points, name) ? Number.NaN : '')),
    );
  for (const name of metrics)
    columns.set(
      columns.has(name) ? `${name} (metric)` : name,
      points.map((point) => point.metrics[name] ?? Number.NaN),
    );
  const marks = marksOf({ kind: 'sweep', record: withMachineNames(record) });
  const known = withMachineNames(record).points.map(({ axes: at }) => marks.of(at) ?? '');
  if (known.some((text) => text !== '')) columns.set('validation', known);
  if (pareto !== undefined)
    columns.set(
      'onParetoFront',
      points.map(({ onParetoFront }) => onParetoFront === true),
    );
  return columns;
}
