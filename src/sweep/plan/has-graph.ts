import { loadNetworkConfig, networkKind } from '../../node/read-configs.ts';
import type { NetworkOptions } from '../../run/load/network-options.ts';

/**
 * Whether a network is executed as a graph, each layer on the outputs of those before it. Generated layers and dumps are not; a weight file is opened to know.
 * @throws UserError as loadNetwork does, also where the layers cannot all be in memory
 */
export async function hasGraph(path: string, options: NetworkOptions): Promise<boolean> {
  const kind = networkKind(path);
  if (kind === 'folder') return false;
  if (kind === 'config') {
    const { weights, chain } = await loadNetworkConfig(path);
    if (weights === null && chain !== null) return true;
  }
  const { runsAsGraph } = await import('../../node/read-networks.ts');
  return runsAsGraph(path, options);
}
