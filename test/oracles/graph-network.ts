import type { GraphNetwork, Network } from '../../src/network/layer.ts';

/** A network that is known to have a graph. */
export function graphNetwork(network: Network): GraphNetwork {
  if (network.graph === undefined) throw new Error(`${network.name} has no graph`);
  return network;
}
