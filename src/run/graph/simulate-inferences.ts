import type { Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { Tensor } from '../../network/graph/graph.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import type { Inferences } from '../result.ts';
import type { RunOptions } from '../run-options.ts';
import type { StoredLayer } from '../store-layers.ts';
import { accuracyOf, bestOutputs, checkLabelRange, checkLabels } from './accuracy.ts';
import { type GraphInferences, simulateGraph } from './simulate-graph.ts';

/** The layers of one inference that the result is about. */
export type InferredLayers = GraphInferences['simulated'];

/** What is kept of each inference, and what the network answered. */
export interface SimulatedInferences<Kept> extends Pick<Inferences, 'predictions' | 'accuracy'> {
  readonly kept: readonly Kept[];
  /** What the network gives out in the first inference; none where values had to be made up. */
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/**
 * Simulates all inferences of a network with a graph; `keep` makes of each what is kept of it, for the counts of thousands with their outputs would fill the memory.
 * Layers that no node executes are not among them.
 * @throws UserError where labels do not fit inferences and outputs, or the one layer asked for is not executed
 */
export function* simulateInferences<Kept>(
  network: GraphNetwork,
  stored: readonly StoredLayer[],
  options: Pick<RunOptions, 'labels' | 'onLayer'>,
  keep: (simulated: InferredLayers, index: number) => Kept,
): Steps<SimulatedInferences<Kept>> {
  const { graph, inferences } = network;
  const labels = options.labels ?? network.labels;
  checkLabels(inferences.length, labels);
  const isMadeUp = graph.madeUp !== undefined;
  if (isMadeUp && labels !== undefined)
    throw UserError.at(
      { path: 'labels' },
      'values of this network are generated, so its answers mean nothing',
      'LABELS',
    );
  let given: ReadonlyMap<string, Tensor> = new Map();
  const nodes = graph.nodes.filter(({ layers }) => layers.length > 0).length;
  const kept: Kept[] = [];
  const predictions: (readonly number[])[] = [];
  for (const [index, inputs] of inferences.entries()) {
    const onLayer = (name: string, done: number) =>
      options.onLayer?.(name, index * nodes + done, inferences.length * nodes);
    const inference = yield* simulateGraph(graph, [inputs], stored, onLayer);
    const { simulated } = inference;
    const [outputs] = inference.outputs;
    kept.push(keep(chosenLayers(simulated, network.only), index));
    if (isMadeUp) continue;
    predictions.push(bestOutputs(outputs));
    if (index > 0) continue;
    checkLabelRange(outputs, labels);
    given = outputs;
  }
  return { kept, predictions, outputs: given, ...(labels && { accuracy: accuracyOf(network, predictions, labels) }) };
}

function chosenLayers(simulated: InferredLayers, only: string | undefined): InferredLayers {
  const chosen = simulated.filter(({ layer }) => only === undefined || layer.name === only);
  if (chosen.length > 0) return chosen;
  throw UserError.at({ path: '--layer' }, `layer "${only}" is not executed with these inputs`, 'LAYER_UNUSED');
}
