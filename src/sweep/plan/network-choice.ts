import type { NetworkOptions } from '../../run/load/network-options.ts';
import type { SweepConfig } from '../config/sweep.ts';

/** Which network a point runs: its file, and how it is brought in. */
export interface NetworkChoice {
  readonly path: string;
  readonly options: NetworkOptions;
  /** Equal keys mean equal networks. */
  readonly key: string;
}

const GENERATED = ['weightDensity', 'activationDensity', 'codebookValues'] as const;

/** The network of a point, at `path` where that is an axis; axes that it lacks leave the sweep's network as it is. */
export function networkChoice(
  config: SweepConfig,
  axes: Readonly<Record<string, number | string>>,
  path = config.network,
): NetworkChoice {
  const seed = axes.seed ?? config.seed;
  const generate = Object.fromEntries(GENERATED.flatMap((name) => (name in axes ? [[name, axes[name]]] : [])));
  const set = Object.entries(axes).flatMap(([name, value]) =>
    name.startsWith('compress.') ? [`${name}=${value}`] : [],
  );
  const options: NetworkOptions = {
    ...(seed !== null && { seed: Number(seed) }),
    ...(axes.layer !== undefined && { layer: String(axes.layer) }),
    ...(Object.keys(generate).length > 0 && { generate }),
    ...(set.length > 0 && { set }),
    ...(axes.batch !== undefined && { batch: Number(axes.batch) }),
    ...(typeof axes.activationDensity === 'number' && { activationDensity: axes.activationDensity }),
  };
  return { path, options, key: JSON.stringify([path, options]) };
}
