import { knownNames } from '../base/nearest-name.ts';
import { type Place, UserError } from '../base/user-error.ts';
import type { Layer, Network } from './layer.ts';

/**
 * A network with the one layer that is asked for, or as it is.
 * @param asked where it is asked for
 * @throws UserError with the nearest known name
 */
export function onlyLayer<N extends { readonly name: string; readonly layers: readonly { readonly name: string }[] }>(
  network: N,
  name: string | undefined,
  asked: Place = { path: '--layer' },
): N {
  if (name === undefined) return network;
  const layers = network.layers.filter((layer) => layer.name === name);
  if (layers.length > 0) return { ...network, layers };
  const known = network.layers.map((layer) => layer.name);
  throw UserError.at(asked, `no layer "${name}" in ${network.name} (${knownNames(name, known)})`, 'UNKNOWN_NAME');
}

/** More names than this hide what was expected. */
const MOST_NAMES = 12;

/** The one layer. @throws UserError where there are several, of which none was named */
export function theLayer<L extends { readonly name: string }>(layers: readonly L[]): L {
  if (layers.length === 1) return layers[0];
  const names = layers.slice(0, MOST_NAMES).map(({ name }) => name);
  const rest = layers.length > MOST_NAMES ? ` and ${layers.length - MOST_NAMES} more` : '';
  throw UserError.at({ path: '--layer' }, `expected one of ${names.join(', ')}${rest}, found none`, 'MISSING');
}

/** The layers that are shown and counted: all, or the one that was asked for of a graph, which is executed whole. */
export function layersShown(network: Network): readonly Layer[] {
  return network.graph === undefined ? network.layers : onlyLayer(network, network.only).layers;
}
