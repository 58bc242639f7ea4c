import { loadNetworkConfig, networkKind } from '../../node/read-configs.ts';
import type { Execution } from '../../run/load/load-network.ts';
import type { NetworkOptions } from '../../run/load/network-options.ts';

/**
 * How a network is executed. Generated layers and dumps stand alone; a weight file is opened to know.
 * @throws UserError as loadNetwork does, also where the layers cannot all be in memory
 */
export async function executionOf(path: string, options: NetworkOptions): Promise<Execution> {
  const kind = networkKind(path);
  if (kind === 'folder') return 'alone';
  if (kind === 'config') {
    const { weights, chain } = await loadNetworkConfig(path);
    if (weights === null && chain !== null) return 'whole';
  }
  const { executionOf: read } = await import('../../node/read-networks.ts');
  return read(path, options);
}
