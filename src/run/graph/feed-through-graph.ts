import { executeGraph } from '../../network/graph/execute-graph.ts';
import { type Feed, feedAlone } from '../formats/layer-formats.ts';

/** Feeds each layer with what the layers before it make of the first inference, where the network has a graph; else with its own activations. */
export const feedThroughGraph: Feed = (network, multiply) => {
  const [inputs] = network.inferences ?? [];
  if (network.graph !== undefined && inputs !== undefined) executeGraph(network.graph, inputs, multiply);
  else feedAlone(network, multiply);
};
