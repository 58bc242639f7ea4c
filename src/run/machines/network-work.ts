import type { Steps } from '../../base/steps.ts';
import { graphSteps } from '../../network/graph/execute-graph.ts';
import { oneByOne } from '../../network/graph/operators/operator.ts';
import { plainMultiply } from '../../network/graph/plain-multiply.ts';
import type { Network } from '../../network/layer.ts';
import { layersShown } from '../../network/only-layer.ts';
import { inputsOf } from '../store-layers.ts';

/** What a network asks of every machine alike, in the layers that are shown. */
export interface NetworkWork {
  /** Products of a weight and an input that are both not zero, by layer, in all its inferences; a layer that no node executes has none. */
  readonly useful: ReadonlyMap<string, number>;
  /** A share of all inputs of the layers; 1 where there are none. */
  readonly activationDensity: number;
}

/** Weights and inputs as the network has them; a graph is executed in plain floats, without a machine. */
export function* networkWork(network: Network): Steps<NetworkWork> {
  const shown = new Map(layersShown(network).map((layer) => [layer.name, layer.matrix]));
  const useful = new Map<string, number>();
  let active = 0;
  let all = 0;
  const meet = (name: string, input: Float32Array) => {
    const matrix = shown.get(name);
    if (matrix === undefined) return;
    const { columns, columnStart } = matrix;
    let products = 0;
    for (let column = 0; column < columns; column++) {
      if (input[column] === 0) continue;
      products += columnStart[column + 1] - columnStart[column];
      active++;
    }
    all += columns;
    useful.set(name, (useful.get(name) ?? 0) + products);
  };
  if (network.graph === undefined) {
    for (const layer of network.layers) for (const input of inputsOf(layer)) meet(layer.name, input);
  } else {
    const plain = plainMultiply(network.layers);
    const multiply = oneByOne((name, input) => {
      meet(name, input);
      return plain(name, input);
    });
    for (const inputs of network.inferences) yield* graphSteps(network.graph, inputs, multiply);
  }
  return { useful, activationDensity: all === 0 ? 1 : active / all };
}
