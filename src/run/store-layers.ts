import { type Memory, simulationBudget } from '../base/budget.ts';
import { fitWeights } from '../machines/eie/fit-weights.ts';
import { streamsFor } from '../machines/eie/streams-for.ts';
import type { Hardware } from '../machines/index.ts';
import type { Network } from '../network/layer.ts';
import { layerFormats } from './layer-formats.ts';
import type { StoredLayer } from './simulate-graph.ts';

/** The layers of a network as a machine stores them: weights fitted and encoded, number formats chosen; with the network's warnings and those of fitting. */
export function storeLayers(
  hardware: Hardware,
  network: Network,
  memory: Memory = {},
): { readonly stored: readonly StoredLayer[]; readonly warnings: readonly string[] } {
  const budget = simulationBudget(memory);
  const fitted = network.layers.map((layer) => fitWeights(layer, hardware));
  const layers = fitted.map(({ layer }) => layer);
  const seen = layerFormats(hardware, network, layers);
  return {
    stored: layers.map((layer) => ({
      layer,
      streams: streamsFor(layer, hardware, budget),
      hardware: seen(layer.name),
    })),
    warnings: [...(network.warnings ?? []), ...fitted.flatMap(({ warning }) => warning ?? [])],
  };
}
