import type { Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { machineOf } from '../../machines/index.ts';
import { manyOf } from '../../machines/many.ts';
import type { Tensor } from '../../network/graph/graph.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import { graphCache } from '../language/graph-cache.ts';
import type { CacheResult } from '../language/language-result.ts';
import type { Inferences } from '../result.ts';
import type { RunOptions } from '../run-options.ts';
import type { StoredLayer } from '../store-layers.ts';
import { accuracyOf, bestOutputs, checkLabelRange, checkLabels } from './accuracy.ts';
import { type GraphInferences, simulateApart, simulateGraph } from './simulate-graph.ts';

/** The layers of one inference that the result is about. */
export type InferredLayers = GraphInferences['simulated'];

/** What is kept of each inference, and what the network answered. */
export interface SimulatedInferences<Kept> extends Pick<Inferences, 'predictions' | 'accuracy'> {
  readonly kept: readonly Kept[];
  /** What the network gives out in the first inference; none where values had to be made up. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** The key-value cache, where there is one. */
  readonly cache: CacheResult | undefined;
}

/**
 * Simulates all inferences of a network with a graph; `keep` makes of those that ran together what is kept of each, for the counts of thousands with their outputs would fill the memory.
 * Layers that no node executes are not among them.
 * @throws UserError where labels do not fit inferences and outputs, or the one layer asked for is not executed
 */
export function* simulateInferences<Kept>(
  hardware: Chip,
  network: GraphNetwork,
  stored: readonly StoredLayer[],
  options: Pick<RunOptions, 'labels' | 'onLayer'>,
  keep: (simulated: InferredLayers, together: number, index: number) => Kept,
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
  const together = togetherOn(stored, network.batch);
  const cached = graphCache(hardware, network);
  const add = ({ simulated, outputs, cache }: GraphInferences, index: number) => {
    const layers = chosenLayers(simulated, network.only);
    const withCache =
      cache === undefined || network.only !== undefined ? layers : [...layers, cached.line(cache, outputs.length)];
    const one = keep(withCache, outputs.length, index);
    for (const answered of outputs) {
      kept.push(one);
      if (!isMadeUp) predictions.push(bestOutputs(answered));
    }
    if (isMadeUp || index > 0) return;
    checkLabelRange(outputs[0], labels);
    given = outputs[0];
  };
  const sideBySide = together > 1 ? 1 : sideBySideOn(stored);
  const step = together * sideBySide;
  for (let index = 0; index < inferences.length; index += step) {
    const group = inferences.slice(index, index + step);
    const onLayer = (name: string, done: number) =>
      options.onLayer?.(name, index * nodes + done, inferences.length * nodes);
    if (sideBySide === 1) add(yield* simulateGraph(graph, group, stored, onLayer), index);
    else for (const [k, one] of (yield* simulateApart(graph, group, stored, onLayer)).entries()) add(one, index + k);
  }
  return {
    kept,
    predictions,
    outputs: given,
    cache: cached.result(),
    ...(labels && { accuracy: accuracyOf(network, predictions, labels) }),
  };
}

/** Inferences that run together: a machine that does not amortise over inputs takes one after the other. */
function togetherOn([first]: readonly StoredLayer[], batch = 1): number {
  return first !== undefined && machineOf(first.hardware).batches === true ? batch : 1;
}

/** Inferences whose products are simulated side by side where each is counted by itself: more would not be faster. */
const SIDE_BY_SIDE = 32;

/** A convolution has products enough in one inference, and those of many would fill the memory. */
function sideBySideOn(stored: readonly StoredLayer[]): number {
  if (stored.some(({ layer }) => layer.kind === 'convolution')) return 1;
  return stored[0] !== undefined && manyOf(stored[0].hardware) !== undefined ? SIDE_BY_SIDE : 1;
}

function chosenLayers(simulated: InferredLayers, only: string | undefined): InferredLayers {
  const chosen = simulated.filter(({ layer }) => only === undefined || layer.name === only);
  if (chosen.length > 0) return chosen;
  throw UserError.at({ path: '--layer' }, `layer "${only}" is not executed with these inputs`, 'LAYER_UNUSED');
}
