import type { AxisValue, SweepAxis, SweepConfig } from '../config/sweep.ts';

/** A point to be run: its number, and its value on each axis in the order of the axes; undefined on an axis that its machine does not have. */
export interface GridPoint {
  readonly index: number;
  readonly values: readonly (AxisValue | undefined)[];
}

/** Every combination of the axes, zipped ones together, the first axis outermost; constraints are not applied. */
export function gridPoints({ axes, zip }: Pick<SweepConfig, 'axes' | 'zip'>): GridPoint[] {
  const groups = groupsOf(axes, zip);
  const points: GridPoint[] = [];
  const chosen = new Map<string, AxisValue>();
  const walk = (depth: number): void => {
    if (depth === groups.length) {
      points.push({ index: points.length, values: axes.map(({ name }) => chosen.get(name)!) });
      return;
    }
    for (let k = 0; k < groups[depth][0].values.length; k++) {
      for (const axis of groups[depth]) chosen.set(axis.name, axis.values[k]);
      walk(depth + 1);
    }
  };
  walk(0);
  return points;
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

/** Points without values on axes that their machine does not have; of those that are equal then the first. */
export function onlyKnown(
  points: readonly GridPoint[],
  axes: readonly SweepAxis[],
  has: (point: GridPoint, axis: SweepAxis) => boolean,
): readonly GridPoint[] {
  const kept = new Map<string, GridPoint>();
  for (const point of points) {
    const values = point.values.map((value, k) => (has(point, axes[k]) ? value : undefined));
    const key = JSON.stringify(values.map((value) => value?.value ?? null));
    if (!kept.has(key)) kept.set(key, { ...point, values });
  }
  return [...kept.values()];
}

/** Axis name -> value. */
export function axisRecord(
  axes: readonly { readonly name: string }[],
  point: GridPoint,
): Record<string, number | string> {
  return Object.fromEntries(
    axes.flatMap(({ name }, k) => {
      const value = point.values[k]?.value;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
