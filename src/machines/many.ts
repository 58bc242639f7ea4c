import type { Chip } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import type { Layer } from '../network/layer.ts';
import type { LayerCounts } from '../simulate/layer-counts.ts';
import { manyProducts } from './eie/many-products.ts';
import type { Made, Part } from './pass.ts';

/**
 * What the passes of a machine count of many products one behind the other, in a fraction of the time, and added up for each part; `made` is what its passes of the weights
 * made. Undefined where the passes have to do it. Apart from the machine: a product by itself needs none of it.
 */
export type ManyProducts<Hardware extends Chip> = (
  layer: Layer,
  made: Made,
  parts: readonly Part[],
  hardware: Hardware,
  withOutputs: boolean,
) => readonly LayerCounts[] | undefined;

/** By the name of the machine. */
const MANY = {
  eie: manyProducts,
};

/** That of the machine that a hardware record describes; undefined where it has none. */
export function manyOf({ machine = DEFAULT_MACHINE }: Pick<Chip, 'machine'>): ManyProducts<Chip> | undefined {
  return Object.hasOwn(MANY, machine)
    ? (MANY[machine as keyof typeof MANY] as unknown as ManyProducts<Chip>)
    : undefined;
}
