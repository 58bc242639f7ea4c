import { machineLabel } from '../machines/machine-label.ts';
import type { SweepMachine, SweepPoint } from '../records/sweep-record.ts';

/** The axis over machines. */
export const MACHINE = 'machine';

/** Machines with the label that each has in tables and charts: its name, where that is its own, with its marks. */
export function machineLabels(machines: readonly SweepMachine[]): (SweepMachine & { readonly label: string })[] {
  return machines.map((machine) => {
    const isShared = machines.some(({ name, value }) => name === machine.name && value !== machine.value);
    return { ...machine, label: machineLabel(isShared ? { ...machine, name: machine.value } : machine) };
  });
}

/** What of a record holds values of axes. */
interface OnAxes {
  readonly machines?: readonly SweepMachine[];
  readonly axes?: readonly { readonly name: string; readonly values?: readonly (string | number)[] }[];
  readonly points?: readonly Pick<SweepPoint, 'axes'>[];
  readonly rows?: readonly { readonly axes?: SweepPoint['axes'] }[];
  readonly baseline?: SweepPoint['axes'];
}

/** A record as people read it: where the machine is an axis, its values are the labels of the machines. */
export function withMachineNames<Swept extends OnAxes>(record: Swept): Swept {
  const { machines, axes, points, rows, baseline } = record;
  if (machines === undefined) return record;
  const labels = new Map(machineLabels(machines).map(({ value, label }) => [value, label]));
  const shown = (value: string | number) => labels.get(String(value)) ?? value;
  const at = (place: SweepPoint['axes']) =>
    place[MACHINE] === undefined ? place : { ...place, [MACHINE]: shown(place[MACHINE]) };
  return {
    ...record,
    axes: axes?.map((axis) =>
      axis.name === MACHINE ? { ...axis, ...(axis.values && { values: axis.values.map(shown) }) } : axis,
    ),
    ...(points && { points: points.map((point) => ({ ...point, axes: at(point.axes) })) }),
    ...(rows && { rows: rows.map((row) => ({ ...row, ...(row.axes && { axes: at(row.axes) }) })) }),
    ...(baseline && { baseline: at(baseline) }),
  };
}
