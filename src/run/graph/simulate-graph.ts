import type { Steps } from '../../base/steps.ts';
import { machineOf } from '../../machines/index.ts';
import { type CacheUse, usedTogether } from '../../network/graph/cache/cache-use.ts';
import type { CacheWatch } from '../../network/graph/cache/cache-watch.ts';
import { cacheWatches } from '../../network/graph/cache/watch-cache.ts';
import { graphSteps } from '../../network/graph/execute-graph.ts';
import { unchargedOperators } from '../../network/graph/execution-faults.ts';
import type { Graph, Tensor } from '../../network/graph/graph.ts';
import { blockByBlock, type MultiplyAll } from '../../network/graph/operators/operator.ts';
import { checkLength } from '../../network/graph/plain-multiply.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { addParts, addProducts, BLOCK_VALUES } from '../multiply-many.ts';
import { place, type StoredLayer } from '../store-layers.ts';
import { type ProductsOf, productsTogether } from './products-together.ts';
import { type CountSum, countSum, type SummedCounts } from './sum-counts.ts';

/** A layer with the counts of all its products. */
export type SimulatedProducts = StoredLayer & PlacedLayer<SummedCounts>;

/** Inferences of a network on a machine that share what the machine does for them at once. */
export interface GraphInferences {
  /** Counts of each layer that was executed, over all inferences, in the order of the layers. */
  readonly simulated: readonly SimulatedProducts[];
  /** The graph's outputs of each inference. */
  readonly outputs: readonly ReadonlyMap<string, Tensor>[];
  /** Keys and values that they keep and read, where they keep any. */
  readonly cache?: CacheUse | undefined;
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
  inferences: readonly Inputs[],
  layers: readonly StoredLayer[],
  onLayer?: OnLayer,
): Steps<GraphInferences> {
  const counted = countedLayers(layers);
  const execute = executionsOf(graph, onLayer);
  const watches = cacheWatches(graph);
  const runs = inferences.map((inputs) => ({ inputs, counted, cache: watches?.() }));
  const outputs: ReadonlyMap<string, Tensor>[] = [];
  if (layers.length > 0 && machineOf(layers[0].hardware).batches === true) {
    const products: ProductsOf = (name, parts) => {
      const all = counted.multiply(name, parts.flat());
      const rows = all.length / parts.reduce((sum, part) => sum + part.length, 0);
      let from = 0;
      return parts.map((part) => all.subarray(from, (from += part.length * rows)));
    };
    outputs.push(...(yield* productsTogether(runs, execute, products)));
  } else {
    const blocks = blockByBlock((name, block) => counted.multiply(name, block), BLOCK_VALUES);
    for (const run of runs) outputs.push(yield* execute(run, blocks));
  }
  return {
    simulated: counted.simulated(),
    outputs,
    cache: usedTogether(runs.flatMap(({ cache }) => cache?.use() ?? [])),
  };
}

/** The same for each inference by itself, on a machine that takes product after product: those that a layer has in all of them are simulated side by side. */
export function* simulateApart(
  graph: Graph,
  inferences: readonly Inputs[],
  layers: readonly StoredLayer[],
  onLayer?: OnLayer,
): Steps<readonly GraphInferences[]> {
  const counted = inferences.map(() => countedLayers(layers));
  const execute = executionsOf(graph, onLayer);
  const stored = new Map(layers.map((one) => [one.layer.name, one]));
  const products: ProductsOf = (name, parts, by) => {
    for (const part of parts) checkInputs(stored.get(name)!, part);
    return addParts(
      by.map((k) => counted[k].sumOf(name)),
      stored.get(name)!,
      parts,
    );
  };
  const watches = cacheWatches(graph);
  const runs = inferences.map((inputs, k) => ({ inputs, counted: counted[k], cache: watches?.() }));
  const outputs = yield* productsTogether(runs, execute, products);
  return outputs.map((one, k) => ({ simulated: counted[k].simulated(), outputs: [one], cache: runs[k].cache?.use() }));
}

type Inputs = ReadonlyMap<string, Tensor>;
type OnLayer = (name: string, done: number) => void;

/** Counts of the layers in some inferences. */
function countedLayers(layers: readonly StoredLayer[]) {
  const sums = new Map<string, { stored: StoredLayer; sum: CountSum }>();
  for (const stored of layers) sums.set(stored.layer.name, { stored, sum: countSum() });
  /** Values of the feature map that goes into a convolution, in all its executions. */
  const maps = new Map<string, number>();
  return {
    sumOf: (name: string): CountSum => sums.get(name)!.sum,
    multiply(name: string, inputs: readonly Float32Array[]): Float32Array {
      const { stored, sum } = sums.get(name)!;
      checkInputs(stored, inputs);
      return addProducts(sum, stored, inputs);
    },
    addMap(name: string, values: number): void {
      maps.set(name, (maps.get(name) ?? 0) + values);
    },
    simulated: (): GraphInferences['simulated'] =>
      [...sums.values()].flatMap(({ stored, sum }) => {
        const counts = sum.total();
        if (counts === undefined) return [];
        const { kind, name, matrix } = stored.layer;
        const values = { inputs: maps.get(name)!, outputs: matrix.rows * counts.products };
        return [{ ...stored, ...place(stored, counts, counts.products, kind === 'convolution' ? values : undefined) }];
      }),
  };
}

/** One execution of a graph: its inputs, and who counts and watches. */
interface ExecutedOnce {
  readonly inputs: Inputs;
  readonly counted: ReturnType<typeof countedLayers>;
  readonly cache: CacheWatch | undefined;
}

/** Executes a graph with inputs; what goes into convolutions is counted. */
function executionsOf(graph: Graph, onLayer?: OnLayer) {
  let done = 0;
  return ({ inputs, counted, cache }: ExecutedOnce, multiplyAll: MultiplyAll) =>
    graphSteps(graph, inputs, multiplyAll, {
      onNode: (node, input) => {
        for (const name of node.layers) counted.addMap(name, input?.values.length ?? 0);
        onLayer?.(node.name, done++);
      },
      ...(cache && { cache }),
    });
}

function checkInputs({ layer }: StoredLayer, inputs: readonly Float32Array[]): void {
  for (const input of inputs) checkLength(layer.name, layer.matrix.columns, input.length);
}

/** `outside the array, not charged: Relu (26), MaxPool (3)`, or nothing. @param hasCache whether the key-value cache of its attention is charged all the same */
export function unchargedWarning(graph: Graph, hasCache = false): string[] {
  const list = [...unchargedOperators(graph)].map(([operator, count]) => `${operator} (${count})`);
  const cache = hasCache ? '; the key-value cache that attention reads is charged, a line of its own' : '';
  return list.length === 0 ? [] : [`outside the array, not charged: ${list.join(', ')}${cache}`];
}
