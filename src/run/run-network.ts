import { drain, drainInterruptibly, type Steps } from '../base/steps.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import type { Network } from '../network/layer.ts';
import { chargeRun } from './charge-run.ts';
import { feedThroughGraph } from './graph/feed-through-graph.ts';
import { runGraph } from './graph/run-graph.ts';
import { runLanguage } from './language/run-language.ts';
import type { SimulatedLayer } from './layer-result.ts';
import { multiplyMany } from './multiply-many.ts';
import type { RunResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { inputsOf, place, storeLayers } from './store-layers.ts';

/** runSteps without a pause. */
export function runNetwork(hardware: Chip, network: Network, table: EnergyTable, options: RunOptions = {}): RunResult {
  return drain(runSteps(hardware, network, table, options));
}

/** The same, but Ctrl-C is heard: rejects once the signal is aborted. */
export async function runNetworkInterruptibly(
  hardware: Chip,
  network: Network,
  table: EnergyTable,
  options: RunOptions & { readonly signal: AbortSignal },
): Promise<RunResult> {
  return drainInterruptibly(runSteps(hardware, network, table, options), options.signal);
}

/**
 * Encodes, simulates and charges every layer of a network on a machine: the result record (design section 3). Of a network with a graph the record holds the
 * sums over all inferences, and the spread of time and energy over them.
 */
function* runSteps(hardware: Chip, network: Network, table: EnergyTable, options: RunOptions): Steps<RunResult> {
  const { stored, warnings } = storeLayers(hardware, network, options.memory, feedThroughGraph);
  if (network.graph !== undefined && network.language !== undefined)
    return yield* runLanguage(hardware, { ...network, language: network.language, warnings }, table, stored, options);
  if (network.graph !== undefined) return yield* runGraph(hardware, { ...network, warnings }, table, stored, options);
  const simulated: SimulatedLayer[] = [];
  for (const one of stored) {
    options.onLayer?.(one.layer.name, simulated.length, stored.length);
    const inputs = inputsOf(one.layer);
    simulated.push({ ...one, ...place(one, multiplyMany(one, inputs), inputs.length) });
    yield;
  }
  return chargeRun(hardware, { ...network, warnings }, table, simulated, options);
}
