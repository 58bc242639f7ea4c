import { basename } from 'node:path';
import { packageVersion } from '../base/package-root.ts';
import { fitWeights } from '../compress/fit-weights.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import { charge, priceMap } from '../energy/charge.ts';
import { priceCounts } from '../energy/price-actions.ts';
import type { EncodedStreams, Layer, Network } from '../network/layer.ts';
import type { LayerCounts } from '../simulate/run-counts.ts';
import { simulateLayer } from '../simulate/simulate-layer.ts';
import { placeWeights } from '../simulate/stream-weights.ts';
import { layerResult } from './layer-result.ts';
import type { RunResult } from './result.ts';
import { runGraph } from './run-graph.ts';
import { streamsFor } from './streams-for.ts';
import type { SummedCounts } from './sum-counts.ts';
import { totalsOf } from './totals.ts';

/** How a run is done; nothing here changes what is counted. */
export interface RunOptions {
  /** Put all output values into the record, not only their hash. */
  readonly outputs?: boolean;
  /** Right answers, one for each inference of a network with a graph: the record then holds the accuracy. */
  readonly labels?: readonly number[];
  /** Called before each layer, for a progress display. */
  readonly onLayer?: (name: string, done: number, of: number) => void;
}

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
  const stored = fitted.map(({ layer }) => ({ layer, streams: streamsFor(layer, hardware) }));
  if (network.graph !== undefined) return runGraph(hardware, { ...network, warnings }, table, stored, options);
  const simulated = stored.map(({ layer, streams }, done) => {
    options.onLayer?.(layer.name, done, stored.length);
    return { layer, streams, ...placeWeights(layer, streams, hardware, simulateLayer(layer, streams, hardware)) };
  });
  return chargeRun(hardware, { ...network, warnings }, table, simulated, options);
}

/** A layer with what was counted in it. */
export interface SimulatedLayer {
  readonly layer: Layer;
  readonly streams: EncodedStreams;
  readonly counts: LayerCounts | SummedCounts;
  /** What of it does not fit the machine. */
  readonly warnings?: readonly string[];
}

/** The result record of layers that are already simulated: an energy-only change of the machine needs no more than this. */
export function chargeRun(
  hardware: Hardware,
  network: Network,
  table: EnergyTable,
  simulated: readonly SimulatedLayer[],
  options: RunOptions = {},
): RunResult {
  const counted = simulated.map(({ layer, counts }) => ({ name: layer.name, actionCounts: counts.actionCounts }));
  const { prices, warnings } = priceCounts(hardware, table, counted);
  const map = priceMap(prices);
  const layers = simulated.map(({ layer, streams, counts }) => {
    const energyPj = charge(counts.actionCounts, map, layer.name);
    return layerResult(layer, streams, counts, energyPj, hardware, options.outputs === true);
  });
  return {
    schemaVersion: 1,
    tool: { name: 'picojoule', version: packageVersion() },
    hardware: {
      ...hardware,
      energy: { table: basename(hardware.energy.tableFile), overrides: hardware.energy.overrides },
    },
    energyTable: prices,
    network: { name: network.name, file: network.file, seed: network.seed, layers: network.layers.length },
    warnings: [...(network.warnings ?? []), ...warnings, ...simulated.flatMap((layer) => layer.warnings ?? [])],
    layers,
    totals: totalsOf(layers, hardware.processingElements),
  };
}
