import { joinFloats } from '../base/join-floats.ts';
import { type SharedValues, type ShareRule, shareWeights } from './share-weights.ts';

/** The weights of a layer that are to be shared. */
export interface NamedValues {
  readonly name: string;
  readonly values: Float32Array;
}

/**
 * Shares the weights of each layer, but those of all groups of a convolution (NAME.group0, NAME.group1, ...) together: they are one layer of the network, and
 * a codebook for the nine weights of a depthwise channel would be larger than the weights.
 */
export function shareGroups(layers: readonly NamedValues[], rule: ShareRule): SharedValues[] {
  const members = new Map<string, NamedValues[]>();
  for (const layer of layers)
    members.set(wholeName(layer.name), [...(members.get(wholeName(layer.name)) ?? []), layer]);
  const shared = new Map<string, SharedValues>();
  for (const group of members.values()) {
    const whole = shareWeights(joinFloats(group.map(({ values }) => values)), rule);
    let at = 0;
    for (const { name, values } of group) {
      shared.set(name, { ...whole, codes: whole.codes.slice(at, at + values.length) });
      at += values.length;
    }
  }
  return layers.map(({ name }) => shared.get(name)!);
}

/** The convolution that a group belongs to; the name itself where it is no group. */
export function wholeName(name: string): string {
  return name.replace(/\.group\d+$/, '');
}
