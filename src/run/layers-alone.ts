import type { Network } from '../network/layer.ts';

/**
 * Whether what runs is no inference: layers that are told to run alone, or, where nothing is told, several layers that nothing connects (no graph, no chain). One layer by
 * itself is what a network of one layer infers.
 */
export function layersAlone(network: Network): boolean {
  return network.graph === undefined && (network.layersAlone ?? network.layers.length > 1);
}
