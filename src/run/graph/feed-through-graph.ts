import { executeGraph } from '../../network/graph/execute-graph.ts';
import { type Feed, feedAlone } from '../formats/layer-formats.ts';

/** Feeds each layer with what the layers before it make of the first inference, where the network has a graph; else with its own activations. */
export const feedThroughGraph: Feed = (network, multiply) => {
  if (network.graph === undefined) feedAlone(network, multiply);
  else if (network.inferences.length > 0) executeGraph(network.graph, network.inferences[0], multiply);
};
