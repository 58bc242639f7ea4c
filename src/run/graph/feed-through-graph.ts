import { executeGraph } from '../../network/graph/execute-graph.ts';
import type { Feed } from '../formats/layer-formats.ts';

/** Feeds each layer with what the layers before it make of the first inference. */
export const feedThroughGraph: Feed = (network, multiply) => {
  if (network.graph !== undefined && network.inferences.length > 0)
    executeGraph(network.graph, network.inferences[0], multiply);
};
