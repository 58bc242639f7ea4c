import type { Steps } from '../base/steps.ts';
import { UserError } from '../base/user-error.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import { executeGraph } from '../network/graph/execute-graph.ts';
import type { Tensor } from '../network/graph/graph.ts';
import { plainMultiply } from '../network/graph/plain-multiply.ts';
import type { Network } from '../network/layer.ts';
import { chargeRun } from './charge-run.ts';
import type { Inferences, RunResult, Spread } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { type StoredLayer, simulateGraph, unchargedWarning } from './simulate-graph.ts';

const BEST = 5;

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
  const nodes = graph.nodes.filter(({ layers }) => layers.length > 0).length;
  const runs: { result: RunResult; best: number[] }[] = [];
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
    runs.push({ result: chargeRun(hardware, executed, table, chosen, options), best: bestOutputs(outputs) });
  }
  const [first] = runs;
  const predictions = runs.map(({ best }) => best);
  const summary: Inferences = {
    count: runs.length,
    timeUs: spread(runs.map(({ result }) => result.totals.timeUs)),
    energyPj: spread(runs.map(({ result }) => result.totals.energyPj.total)),
    predictions,
    ...(labels && { accuracy: accuracyOf(network, predictions, labels) }),
  };
  return { ...first.result, warnings: [...first.result.warnings, ...unchargedWarning(graph)], inferences: summary };
}

/** Places of the largest values of the first output, best first; equal ones in their order. */
export function bestOutputs(outputs: ReadonlyMap<string, Tensor>): number[] {
  const [first] = outputs.values();
  const order = Array.from({ length: first?.values.length ?? 0 }, (_, index) => index);
  return order.toSorted((a, b) => first.values[b] - first.values[a] || a - b).slice(0, BEST);
}

function accuracyOf(
  network: Network,
  predictions: readonly (readonly number[])[],
  labels: readonly number[],
): NonNullable<Inferences['accuracy']> {
  const multiply = plainMultiply(network.layers);
  const original = network.inferences!.map((inputs) => bestOutputs(executeGraph(network.graph!, inputs, multiply)));
  const share = (best: readonly (readonly number[])[], among: number): number =>
    best.filter((places, index) => places.slice(0, among).includes(labels[index])).length / best.length;
  return {
    top1: share(predictions, 1),
    top5: share(predictions, BEST),
    originalTop1: share(original, 1),
    originalTop5: share(original, BEST),
  };
}

function checkLabels(inferences: number, labels: readonly number[] | undefined): void {
  if (labels === undefined || labels.length === inferences) return;
  throw UserError.at(
    { path: 'labels' },
    `expected one label for each of ${inferences} inputs, found ${labels.length}`,
    'LABELS',
  );
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, minimum: Math.min(...values), maximum: Math.max(...values), standardDeviation: Math.sqrt(variance) };
}
