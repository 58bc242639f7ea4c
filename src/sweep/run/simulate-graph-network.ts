import { drain } from '../../base/steps.ts';
import type { Chip } from '../../config/chip.ts';
import type { CountedLayer } from '../../energy/price-actions.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import { memory } from '../../node/memory.ts';
import { quantizationWarnings } from '../../run/formats/quantization-loss.ts';
import { feedThroughGraph } from '../../run/graph/feed-through-graph.ts';
import { unchargedWarning } from '../../run/graph/simulate-graph.ts';
import { type InferredLayers, simulateInferences } from '../../run/graph/simulate-inferences.ts';
import { batchSum } from '../../run/graph/sum-counts.ts';
import type { Inferences } from '../../run/result.ts';
import { storeLayers } from '../../run/store-layers.ts';
import { type CostlyLayer, costly } from '../../run/totals.ts';
import { type LayerFigures, layerFigures } from './layer-figures.ts';
import { layersToPrice } from './layers-to-price.ts';

/** The layers of those inferences that ran together with one, as far as they decide its cost. */
export interface CostlyInference {
  readonly layers: readonly CostlyLayer[];
  readonly together: number;
}

/** All inferences of a network with a graph on a machine, before clock and prices. */
export interface SimulatedGraph extends Pick<Inferences, 'predictions' | 'accuracy'> {
  /** Each inference with those that ran together with it. */
  readonly inferences: readonly CostlyInference[];
  /** The layers summed over the batch. */
  readonly batch: readonly LayerFigures[];
  /** The layers whose actions have to be priced. */
  readonly toPrice: readonly CountedLayer[];
  readonly warnings: readonly string[];
}

/** Executes a network whole: each layer's inputs are the outputs of those before it, so its passes cannot be kept apart. */
export function simulateGraphNetwork(hardware: Chip, network: GraphNetwork): SimulatedGraph {
  const { stored, warnings } = storeLayers(hardware, network, memory(), feedThroughGraph);
  const found = new Set(warnings);
  const sum = batchSum<InferredLayers[number]>();
  const { kept, cache, predictions, accuracy } = drain(
    simulateInferences(hardware, network, stored, {}, (simulated, together, index) => {
      sum.add(simulated);
      if (index === 0) for (const warning of simulated.flatMap((layer) => layer.warnings)) found.add(warning);
      return { layers: simulated.map(costly), together };
    }),
  );
  const total = sum.total();
  const lost = total.flatMap((one) => quantizationWarnings(one, one.hardware));
  const batch = total.map((one) => layerFigures(one.layer, one.made, one.counts, one.hardware));
  return {
    inferences: kept,
    batch,
    toPrice: layersToPrice(batch),
    warnings: [...found, ...lost, ...unchargedWarning(network.graph, cache !== undefined)],
    predictions,
    ...(accuracy && { accuracy }),
  };
}
