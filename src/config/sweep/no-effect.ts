import type { Hardware } from '../hardware.ts';
import type { SweepAxis } from './sweep.ts';

interface Idle {
  readonly axis: RegExp;
  /** Keys that decide; where one of them is an axis too, nothing is said. */
  readonly decidedBy: readonly string[];
  /** Why the axis does nothing on this machine, or undefined where it does something. */
  readonly reason: (hardware: Hardware) => string | undefined;
}

const IDLE: readonly Idle[] = [
  {
    axis: /^dram\./,
    decidedBy: ['weights.home', 'weights.overflow'],
    reason: ({ weights }) =>
      weights.home === 'sparseMatrix' && weights.overflow !== 'stream' ? 'no weight ever comes from DRAM' : undefined,
  },
  {
    axis: /^weights\.overflow$/,
    decidedBy: ['weights.home'],
    reason: ({ weights }) => (weights.home === 'dram' ? 'all weights come from DRAM anyway' : undefined),
  },
  { axis: /^name$/, decidedBy: [], reason: () => 'it is only shown' },
  { axis: /\.kind$/, decidedBy: [], reason: () => 'there is one kind' },
];

/** A sentence for each axis that does nothing on the base machine. */
export function idleAxes(axes: readonly SweepAxis[], hardware: Hardware): string[] {
  const names = axes.map(({ name }) => name);
  return names.flatMap((name) =>
    IDLE.filter(({ axis, decidedBy }) => axis.test(name) && !decidedBy.some((key) => names.includes(key))).flatMap(
      ({ reason }) => {
        const why = reason(hardware);
        return why === undefined ? [] : [`axis ${name} has no effect here: ${why}`];
      },
    ),
  );
}
