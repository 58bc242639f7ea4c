import type { Steps } from '../base/steps.ts';
import { UserError } from '../base/user-error.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import type { Network } from '../network/layer.ts';
import { accuracyOf, bestOutputs, checkLabelRange, checkLabels } from './accuracy.ts';
import { chargeRun } from './charge-run.ts';
import type { Inferences, RunResult, Spread } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { type StoredLayer, simulateGraph, unchargedWarning } from './simulate-graph.ts';

/** Runs all inferences of a network with a graph. Layers that no node executes are not in the record. */
export function* runGraph(
  hardware: Hardware,
  network: Network,
  table: EnergyTable,
  stored: readonly StoredLayer[],
  options: RunOptions,
): Steps<RunResult> {
  const graph = network.graph!;
  const inferences = network.inferences ?? [];
  const labels = options.labels ?? network.labels;
  checkLabels(inferences.length, labels);
  let first: RunResult | undefined;
  const nodes = graph.nodes.filter(({ layers }) => layers.length > 0).length;
  const totals: { timeUs: number; energyPj: number; best: readonly number[] }[] = [];
  for (const [index, inputs] of inferences.entries()) {
    const onLayer = (name: string, done: number) =>
      options.onLayer?.(name, index * nodes + done, inferences.length * nodes);
    const { simulated, outputs } = yield* simulateGraph(graph, inputs, stored, onLayer);
    const chosen = simulated.filter(({ layer }) => network.only === undefined || layer.name === network.only);
    if (chosen.length === 0)
      throw UserError.at(
        { path: '--layer' },
        `layer "${network.only}" is not executed with these inputs`,
        'LAYER_UNUSED',
      );
    const executed = { ...network, layers: chosen.map(({ layer }) => layer) };
    const result = chargeRun(hardware, executed, table, chosen, options);
    const best = bestOutputs(outputs);
    totals.push({ timeUs: result.totals.timeUs, energyPj: result.totals.energyPj.total, best });
    first ??= result;
    if (index === 0) checkLabelRange(outputs, labels);
  }
  const predictions = totals.map(({ best }) => best);
  const summary: Inferences = {
    count: totals.length,
    timeUs: spread(totals.map(({ timeUs }) => timeUs)),
    energyPj: spread(totals.map(({ energyPj }) => energyPj)),
    predictions,
    ...(labels && { accuracy: accuracyOf(network, predictions, labels) }),
  };
  return { ...first!, warnings: [...first!.warnings, ...unchargedWarning(graph)], inferences: summary };
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, minimum: Math.min(...values), maximum: Math.max(...values), standardDeviation: Math.sqrt(variance) };
}
