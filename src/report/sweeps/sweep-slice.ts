import type { SweepAxis, SweepPoint, SweepRecord } from '../records/sweep-record.ts';
import { axisName } from '../text/human-names.ts';
import { axisValue, valuesOf } from './sweep-axis.ts';

/** More lines than these cannot be told apart: each has a colour of its own. */
export const MOST_LINES = 9;

/** All lines together bend no more often than this: further values would lie on each other, and make a file that no editor opens. */
const MOST_VALUES = 900;

/** The part of a sweep that one chart can show. */
export interface SweepSlice {
  /** The axes that are free, and the points that lie on the slice. */
  readonly record: SweepRecord;
  /** What is not shown, in words; undefined where all is. */
  readonly leftOut?: string;
}

/**
 * The sweep as lines along one axis, one for each combination of the others. Of more lines than can be told apart those are kept that run through one point (the
 * best, or the baseline) and differ in one other axis. Axes that another one decides (zipped ones) tell no lines apart and are dropped.
 */
export function linesAlong(whole: SweepRecord, along: string): SweepSlice {
  const slice = linesOf(whole, along);
  const lines = countCombinations(slice.record.points, independentAxes(slice.record, along));
  const { record, leftOut } = thinnedAlong(slice.record, along, Math.floor(MOST_VALUES / Math.max(1, lines)));
  const notes = [slice.leftOut, leftOut].filter((note) => note !== undefined).join('; ');
  return { record, ...(notes !== '' && { leftOut: notes }) };
}

/** Of very many values of an axis some, evenly. */
export function thinnedAlong(record: SweepRecord, axis: string, most: number): SweepSlice {
  const values = valuesOf(record, axis);
  if (values.length <= most) return { record };
  const ordered = values.every((value) => typeof value === 'number') ? values.toSorted((a, b) => a - b) : values;
  const shown = new Set(evenly(ordered, most));
  const points = record.points.filter(({ axes }) => axes[axis] === undefined || shown.has(axes[axis]));
  return {
    record: { ...record, points },
    leftOut: `${most} of ${values.length} values of ${axisName(axis)} are drawn`,
  };
}

function linesOf(record: SweepRecord, along: string): SweepSlice {
  const others = independentAxes(record, along);
  const lines = countCombinations(record.points, others);
  if (lines <= MOST_LINES) return { record: onAxes(record, [along, ...others]) };
  const series = others.find((name) => valuesOf(record, name).length <= MOST_LINES) ?? others[0];
  const slice = sliceThrough(record, [along, series]);
  const values = valuesOf(slice.record, series);
  const shown = new Set(evenly(values, MOST_LINES));
  const thinned = { ...slice.record, points: slice.record.points.filter(({ axes }) => shown.has(axes[series])) };
  return { record: thinned, leftOut: `${shown.size} of ${lines} lines are drawn, ${slice.held}` };
}

/** The plane of two axes through one point; the others are held at its values. */
export function planeOf(record: SweepRecord, free: readonly [string, string]): SweepSlice {
  const slice = sliceThrough(record, free);
  if (slice.record.points.length === record.points.length) return { record: slice.record };
  return {
    record: slice.record,
    leftOut: `${slice.record.points.length} of ${record.points.length} points are drawn, ${slice.held}`,
  };
}

/** Axes that can change while the ones before them (this one first) stay: neither constant nor zipped with one of them. */
export function independentAxes(record: SweepRecord, first: string): string[] {
  const kept = [first];
  for (const { name } of record.axes)
    if (!kept.includes(name) && !kept.some((other) => decides(record, other, name))) kept.push(name);
  return kept.slice(1);
}

/** Whether each value of an axis goes with one value of the other only. */
function decides({ points }: SweepRecord, axis: string, other: string): boolean {
  const found = new Map<string | number, string | number>();
  return points.every(({ axes }) => {
    if (axes[axis] === undefined) return axis === other; // what a machine lacks tells nothing of the others
    if (!found.has(axes[axis])) found.set(axes[axis], axes[other]);
    return found.get(axes[axis]) === axes[other];
  });
}

/** The points that agree with the reference point on all axes but the free ones (and those that go with them). */
function sliceThrough(record: SweepRecord, free: readonly string[]): { record: SweepRecord; held: string } {
  const { point, name } = referencePoint(record);
  const bound = record.axes.filter(
    (axis) => !free.includes(axis.name) && !free.some((other) => decides(record, other, axis.name)),
  );
  // an axis that the machine of the point does not have is held where others have it, and a machine without an axis is on every slice
  const held = new Map(bound.map(({ name: axis }) => [axis, point.axes[axis] ?? valuesOf(record, axis)[0]]));
  const isOn = ({ axes }: SweepPoint) => [...held].every(([axis, value]) => (axes[axis] ?? value) === value);
  const points = record.points.filter(isOn);
  const at = bound.map((axis) => `${axisName(axis.name)} ${axisValue(axis, held.get(axis.name))}`).join(', ');
  return { record: onAxes({ ...record, points }, free), held: `through ${name}${at === '' ? '' : ` (${at})`}` };
}

/** The point that a slice goes through: the best, that of the baseline, one of the front, or the first. */
function referencePoint({ points, best, baseline }: SweepRecord): { point: SweepPoint; name: string } {
  const finished = points.filter(({ error }) => error === undefined);
  const chosen = typeof best?.point === 'number' ? points.find(({ index }) => index === best.point) : undefined;
  if (chosen !== undefined) return { point: chosen, name: 'the best point' };
  const isBaseline = ({ axes }: SweepPoint) =>
    Object.entries(baseline ?? {}).every(([axis, value]) => axes[axis] === value);
  const base = baseline === undefined ? undefined : finished.find(isBaseline);
  if (base !== undefined) return { point: base, name: 'the baseline' };
  const onFront = finished.find(({ onParetoFront }) => onParetoFront === true);
  if (onFront !== undefined) return { point: onFront, name: 'a point of the front' };
  return { point: finished[0] ?? points[0], name: 'the first point' };
}

function onAxes(record: SweepRecord, names: readonly string[]): SweepRecord {
  const axes: SweepAxis[] = record.axes.filter(({ name }) => names.includes(name));
  return { ...record, axes };
}

function countCombinations(points: readonly SweepPoint[], axes: readonly string[]): number {
  return new Set(points.map((point) => JSON.stringify(axes.map((name) => point.axes[name])))).size;
}

/** At most so many of the values, evenly spread, the first and the last among them. */
export function evenly<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, k) => values[Math.round((k * (values.length - 1)) / (most - 1))]);
}
