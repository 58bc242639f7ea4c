import type { Steps } from '../../base/steps.ts';
import { machineOf } from '../../machines/index.ts';
import { graphSteps } from '../../network/graph/execute-graph.ts';
import { unchargedOperators } from '../../network/graph/execution-faults.ts';
import type { Graph, Tensor } from '../../network/graph/graph.ts';
import { blockByBlock, type MultiplyAll } from '../../network/graph/operators/operator.ts';
import { checkLength } from '../../network/graph/plain-multiply.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { addProducts, BLOCK_VALUES } from '../multiply-many.ts';
import { place, type StoredLayer } from '../store-layers.ts';
import { productsTogether } from './products-together.ts';
import { type CountSum, countSum, type SummedCounts } from './sum-counts.ts';

/** Inferences of a network on a machine that share what the machine does for them at once. */
export interface GraphInferences {
  /** Counts of each layer that was executed, over all inferences, in the order of the layers. */
  readonly simulated: readonly (StoredLayer & PlacedLayer<SummedCounts>)[];
  /** The graph's outputs of each inference. */
  readonly outputs: readonly ReadonlyMap<string, Tensor>[];
}

/**
 * Runs a network's graph for one or more inferences: every product of a weight layer is simulated on the array (a convolution is one product for each output
 * position, a recurrent layer one for each step), with the real outputs of the layers before it. A machine that amortises over inputs gets together what a node
 * asks for in all inferences; another one gets product after product. Weights whose home is DRAM are streamed once for all. What runs outside the array is
 * computed in fp32 and not charged.
 * @param onLayer called before each weight layer of each inference, with its number
 */
export function* simulateGraph(
  graph: Graph,
  inferences: readonly ReadonlyMap<string, Tensor>[],
  layers: readonly StoredLayer[],
  onLayer?: (name: string, done: number) => void,
): Steps<GraphInferences> {
  const sums = new Map<string, { stored: StoredLayer; sum: CountSum }>();
  for (const stored of layers) sums.set(stored.layer.name, { stored, sum: countSum() });
  const products = (name: string, inputs: readonly Float32Array[]): Float32Array => {
    const { stored, sum } = sums.get(name)!;
    for (const input of inputs) checkLength(name, stored.layer.matrix.columns, input.length);
    return addProducts(sum, stored, inputs);
  };
  let done = 0;
  /** Values of the feature map that goes into a convolution, in all its executions. */
  const maps = new Map<string, number>();
  const execute = (inputs: ReadonlyMap<string, Tensor>, multiplyAll: MultiplyAll) =>
    graphSteps(graph, inputs, multiplyAll, (node, input) => {
      for (const name of node.layers) maps.set(name, (maps.get(name) ?? 0) + (input?.values.length ?? 0));
      onLayer?.(node.name, done++);
    });
  const together = layers.length > 0 && machineOf(layers[0].hardware).batches === true;
  const outputs: ReadonlyMap<string, Tensor>[] = [];
  if (together) outputs.push(...(yield* productsTogether(inferences, execute, products)));
  else {
    const blocks = blockByBlock(products, BLOCK_VALUES);
    for (const inputs of inferences) outputs.push(yield* execute(inputs, blocks));
  }
  const simulated = [...sums.values()].flatMap(({ stored, sum }) => {
    const counts = sum.total();
    if (counts === undefined) return [];
    const { kind, name, matrix } = stored.layer;
    const values = { inputs: maps.get(name)!, outputs: matrix.rows * counts.products };
    return [{ ...stored, ...place(stored, counts, counts.products, kind === 'convolution' ? values : undefined) }];
  });
  return { simulated, outputs };
}

/** `outside the array, not charged: Relu (26), MaxPool (3)`, or nothing. */
export function unchargedWarning(graph: Graph): string[] {
  const list = [...unchargedOperators(graph)].map(([operator, count]) => `${operator} (${count})`);
  return list.length === 0 ? [] : [`outside the array, not charged: ${list.join(', ')}`];
}
