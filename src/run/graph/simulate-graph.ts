import type { Steps } from '../../base/steps.ts';
import { graphSteps } from '../../network/graph/execute-graph.ts';
import { unchargedOperators } from '../../network/graph/execution-faults.ts';
import type { Graph, Tensor } from '../../network/graph/graph.ts';
import { checkLength } from '../../network/graph/plain-multiply.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { multiply, place, type StoredLayer } from '../store-layers.ts';
import { type CountSum, countSum, type SummedCounts } from './sum-counts.ts';

/** One inference of a network on a machine. */
export interface GraphInference {
  /** Counts of each layer that was executed, in the order of the layers. */
  readonly simulated: readonly (StoredLayer & PlacedLayer<SummedCounts>)[];
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/**
 * Runs a network's graph: every product of a weight layer is simulated on the array (a convolution is one product for each output position, a recurrent
 * layer one for each step), with the real outputs of the layers before it. Weights whose home is DRAM
 * are streamed once an inference, for all products. What runs outside the array is computed in fp32 and not charged.
 * @param onLayer called before each weight layer, with its number
 */
export function* simulateGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  layers: readonly StoredLayer[],
  onLayer?: (name: string, done: number) => void,
): Steps<GraphInference> {
  const sums = new Map<string, { stored: StoredLayer; sum: CountSum }>();
  for (const stored of layers) sums.set(stored.layer.name, { stored, sum: countSum() });
  const product = (name: string, input: Float32Array): Float32Array => {
    const { stored, sum } = sums.get(name)!;
    checkLength(name, stored.layer.matrix.columns, input.length);
    const counts = multiply(stored, [input]);
    sum.add(counts, [input]);
    return counts.outputs;
  };
  let done = 0;
  const outputs = yield* graphSteps(graph, inputs, product, (node) => onLayer?.(node.name, done++));
  const simulated = [...sums.values()].flatMap(({ stored, sum }) => {
    const counts = sum.total();
    if (counts === undefined) return [];
    return [{ ...stored, ...place(stored, counts, counts.products) }];
  });
  return { simulated, outputs };
}

/** `outside the array, not charged: Relu (26), MaxPool (3)`, or nothing. */
export function unchargedWarning(graph: Graph): string[] {
  const list = [...unchargedOperators(graph)].map(([operator, count]) => `${operator} (${count})`);
  return list.length === 0 ? [] : [`outside the array, not charged: ${list.join(', ')}`];
}
