import type { Chip } from '../../config/chip.ts';
import type { SweepAxis } from './sweep.ts';

/** Where the layers of the network come from. */
export interface LayerOrigins {
  /** Some are drawn at random. */
  readonly generated: boolean;
  /** Some are read from weight files that a network YAML names. */
  readonly imported: boolean;
}

interface Idle {
  readonly axis: RegExp;
  /** Keys that decide; where one of them is an axis too, nothing is said. */
  readonly decidedBy: readonly string[];
  /** Why the axis does nothing on this machine and network, or undefined where it does something. */
  readonly reason: (hardware: Chip, layers: LayerOrigins | 'trained') => string | undefined;
}

const IDLE: readonly Idle[] = [
  {
    axis: /^(network|layer|batch|weightDensity|activationDensity|codebookValues|compress\..*)$/,
    decidedBy: [],
    reason: (_, layers) => (layers === 'trained' ? 'the recipe makes the network' : undefined),
  },
  {
    axis: /^dram\./,
    decidedBy: ['weights.home', 'weights.overflow'],
    reason: ({ weights }) =>
      weights.home !== 'dram' && weights.overflow !== 'stream' ? 'no weight ever comes from DRAM' : undefined,
  },
  {
    axis: /^weights\.overflow$/,
    decidedBy: ['weights.home'],
    reason: ({ weights }) => (weights.home === 'dram' ? 'all weights come from DRAM anyway' : undefined),
  },
  {
    axis: /^(weightDensity|codebookValues)$/,
    decidedBy: ['network'],
    reason: (_, layers) =>
      layers === 'trained' || layers.generated
        ? undefined
        : 'no layer is generated; a network YAML prunes imported weights by compress.prune.density',
  },
  {
    axis: /^compress\./,
    decidedBy: ['network'],
    reason: (_, layers) =>
      layers === 'trained' || layers.imported ? undefined : 'no layer comes from a weight file named in a network YAML',
  },
  { axis: /^name$/, decidedBy: [], reason: () => 'it is only shown' },
  { axis: /\.kind$/, decidedBy: [], reason: () => 'there is one kind' },
];

/** A sentence for each key of `set` that every point sets anew. */
export function idleSets(set: Readonly<Record<string, unknown>>, axes: readonly SweepAxis[]): string[] {
  return Object.keys(set).flatMap((key) =>
    axes.some(({ name }) => name === key) ? [`set.${key} has no effect here: it is an axis`] : [],
  );
}

/** A sentence for each axis that does nothing on any of the machines and the base network. */
export function idleAxes(
  axes: readonly SweepAxis[],
  machines: readonly Chip[],
  layers: LayerOrigins | 'trained',
): string[] {
  const names = axes.map(({ name }) => name);
  return names.flatMap((name) =>
    IDLE.filter(({ axis, decidedBy }) => axis.test(name) && !decidedBy.some((key) => names.includes(key))).flatMap(
      ({ reason }) => {
        const why = machines.map((hardware) => reason(hardware, layers));
        return why.includes(undefined) ? [] : [`axis ${name} has no effect here: ${why[0]}`];
      },
    ),
  );
}
