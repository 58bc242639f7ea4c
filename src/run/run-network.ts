import { fitWeights } from '../compress/fit-weights.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import type { Network } from '../network/layer.ts';
import { simulateLayer } from '../simulate/simulate-layer.ts';
import { placeWeights } from '../simulate/stream-weights.ts';
import { chargeRun } from './charge-run.ts';
import { layerFormats } from './layer-formats.ts';
import type { RunResult } from './result.ts';
import { runGraph } from './run-graph.ts';
import type { RunOptions } from './run-options.ts';
import { streamsFor } from './streams-for.ts';

/**
 * Encodes, simulates and charges every layer of a network on a machine: the result record (design section 3). Of a network with a graph the record holds the
 * first inference, and the spread of time and energy over all of them.
 */
export function runNetwork(
  hardware: Hardware,
  network: Network,
  table: EnergyTable,
  options: RunOptions = {},
): RunResult {
  const fitted = network.layers.map((layer) => fitWeights(layer, hardware));
  const warnings = [...(network.warnings ?? []), ...fitted.flatMap(({ warning }) => warning ?? [])];
  const seen = layerFormats(
    hardware,
    network,
    fitted.map(({ layer }) => layer),
  );
  const stored = fitted.map(({ layer }) => ({
    layer,
    streams: streamsFor(layer, hardware),
    hardware: seen(layer.name),
  }));
  if (network.graph !== undefined) return runGraph(hardware, { ...network, warnings }, table, stored, options);
  const simulated = stored.map((one, done) => {
    options.onLayer?.(one.layer.name, done, stored.length);
    const counts = simulateLayer(one.layer, one.streams, one.hardware);
    return { ...one, ...placeWeights(one.layer, one.streams, one.hardware, counts) };
  });
  return chargeRun(hardware, { ...network, warnings }, table, simulated, options);
}
