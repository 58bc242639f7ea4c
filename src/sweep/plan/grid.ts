import type { AxisValue, SweepAxis, SweepConfig } from '../config/sweep.ts';

/** The value of a point on each axis, in the order of the axes; undefined on an axis that its machine does not have. */
export type PointValues = readonly (AxisValue | undefined)[];

/**
 * Every combination of the axes, zipped ones together, the first axis outermost; constraints are not applied. Points are numbers: where one lies is told when it is
 * asked for, for there may be a million.
 */
export interface Grid {
  readonly size: number;
  /** The number of a point's value on an axis. */
  readonly place: (point: number, axis: number) => number;
  readonly values: (point: number) => readonly AxisValue[];
}

export function gridOf({ axes, zip }: Pick<SweepConfig, 'axes' | 'zip'>): Grid {
  const groups = groupsOf(axes, zip);
  const strides = new Map<SweepAxis, number>();
  let size = 1;
  for (const group of groups.toReversed()) {
    for (const axis of group) strides.set(axis, size);
    size *= group[0].values.length;
  }
  const steps = axes.map((axis) => ({ stride: strides.get(axis)!, length: axis.values.length }));
  const place = (point: number, axis: number) => Math.floor(point / steps[axis].stride) % steps[axis].length;
  const values = (point: number): AxisValue[] => {
    const found: AxisValue[] = [];
    for (let axis = 0; axis < axes.length; axis++) found.push(axes[axis].values[place(point, axis)]);
    return found;
  };
  return { size, place, values };
}

/** Axes that advance together, each group where its first axis stands. */
function groupsOf(axes: readonly SweepAxis[], zip: SweepConfig['zip']): SweepAxis[][] {
  const zipped = (name: string) => zip.find((group) => group.includes(name));
  return axes.flatMap((axis): SweepAxis[][] => {
    const names = zipped(axis.name);
    if (names === undefined) return [[axis]];
    const members = axes.filter(({ name }) => names.includes(name));
    return members[0] === axis ? [members] : [];
  });
}

/** Of points that are equal the first. */
export function distinctPoints(points: Uint32Array, valuesOf: (point: number) => PointValues): Uint32Array {
  const found = new Set<string>();
  return points.filter((point) => {
    const key = JSON.stringify(valuesOf(point).map((value) => value?.value ?? null));
    const isNew = !found.has(key);
    found.add(key);
    return isNew;
  });
}

/** Axis name -> value. */
export function axisRecord(
  axes: readonly { readonly name: string }[],
  values: PointValues,
): Record<string, number | string> {
  const record: Record<string, number | string> = {};
  for (let k = 0; k < axes.length; k++) {
    const value = values[k]?.value;
    if (value !== undefined) record[axes[k].name] = value;
  }
  return record;
}
