import type { Steps } from '../../base/steps.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Tensor } from '../../network/graph/graph.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import { chargeRun } from '../charge-run.ts';
import { outputHash } from '../layer-result.ts';
import type { Inferences, NetworkOutput, RunResult, Spread } from '../result.ts';
import type { RunOptions } from '../run-options.ts';
import type { StoredLayer } from '../store-layers.ts';
import { batchTotals, costly } from '../totals.ts';
import { bestPlaces } from './accuracy.ts';
import { costMeter } from './cost-meter.ts';
import { warningsOfRun } from './layers-not-run.ts';
import { unchargedWarning } from './simulate-graph.ts';
import { type InferredLayers, simulateInferences } from './simulate-inferences.ts';
import { batchSum } from './sum-counts.ts';

/** Runs all inferences of a network with a graph: layers and totals are sums over the batch. Layers that no node executes are not in the record. */
export function* runGraph(
  hardware: Chip,
  network: GraphNetwork,
  table: EnergyTable,
  stored: readonly StoredLayer[],
  options: RunOptions,
): Steps<RunResult> {
  const sum = batchSum<InferredLayers[number]>();
  const meter = costMeter(hardware, table);
  const { kept, outputs, cache, ...answers } = yield* simulateInferences(
    hardware,
    network,
    stored,
    options,
    (simulated, together) => {
      sum.add(simulated);
      return meter(simulated.map(costly), together);
    },
  );
  const simulated = sum.total();
  const layers = simulated.map(({ layer }) => layer);
  const asked = network.only === undefined ? network.layers : layers;
  const run = new Set(layers.map(({ name }) => name));
  const executed = { ...network, layers, warnings: warningsOfRun(network.warnings ?? [], asked, run) };
  const batch = chargeRun(hardware, executed, table, simulated, options);
  return {
    ...batch,
    totals: batchTotals(batch.totals, kept.length),
    warnings: [...batch.warnings, ...unchargedWarning(network.graph, cache !== undefined)],
    ...(outputs.size > 0 && { outputs: networkOutputs(outputs, options.outputs === true) }),
    ...(cache && { keyValueCache: cache }),
    inferences: inferencesOf(kept, answers),
  };
}

function networkOutputs(outputs: ReadonlyMap<string, Tensor>, withValues: boolean): NetworkOutput[] {
  return [...outputs].map(([name, { shape, values }]) => ({
    name,
    shape,
    sha256: outputHash(values),
    best: bestPlaces(values),
    ...(withValues && { values: [...values] }),
  }));
}

/** The summary of all inferences from what each cost, and what the network answered. */
export function inferencesOf(
  costs: readonly { readonly timeUs: number; readonly energyPj: number }[],
  { predictions, accuracy }: Pick<Inferences, 'predictions' | 'accuracy'>,
): Inferences {
  return {
    count: costs.length,
    timeUs: spread(costs.map(({ timeUs }) => timeUs)),
    energyPj: spread(costs.map(({ energyPj }) => energyPj)),
    predictions,
    ...(accuracy && { accuracy }),
  };
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, minimum: Math.min(...values), maximum: Math.max(...values), standardDeviation: Math.sqrt(variance) };
}
