import { loadNetworkConfig, networkKind } from '../../node/read-configs.ts';

/**
 * Whether a network is executed as a graph, each layer on the outputs of those before it. Generated layers and dumps are not; a weight file is read to know.
 * @throws UserError as loadNetwork does
 */
export async function hasGraph(path: string): Promise<boolean> {
  const kind = networkKind(path);
  if (kind === 'folder') return false;
  if (kind === 'config') {
    const { weights, chain } = await loadNetworkConfig(path);
    if (weights === null) return chain !== null;
  }
  const { loadNetwork } = await import('../../node/read-networks.ts');
  return (await loadNetwork(path)).graph !== undefined;
}
