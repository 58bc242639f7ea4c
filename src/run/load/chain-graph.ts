import { type Fault, UserError } from '../../base/user-error.ts';
import type { LayerConfig } from '../../config/network/network.ts';
import type { Graph, GraphNode } from '../../network/graph/graph.ts';
import type { ConfigLayer } from './config-layers.ts';

/** ONNX operators of the activation functions that a network YAML may name. */
const OPERATORS: Readonly<Record<Exclude<LayerConfig['activation'], 'none'>, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
};

/**
 * The graph of a network YAML with `chain: true`: each layer's outputs, after its activation function, are the inputs of the next.
 * @throws UserError where a layer does not take what the one before it gives
 */
export function chainGraph(file: string, layers: readonly ConfigLayer[]): Graph {
  const faults = layers.flatMap((layer, index) => linkFaults(file, layer, index, layers[index - 1]));
  if (faults.length > 0) throw new UserError(faults);
  const nodes: GraphNode[] = [];
  let value = 'inputs';
  for (const { config } of layers) {
    const { name, activation } = config;
    nodes.push({
      name,
      operator: 'Gemm',
      inputs: [value],
      outputs: [`${name}.sums`],
      attributes: { transB: 1 },
      layers: [name],
    });
    value = `${name}.sums`;
    if (activation === 'none') continue;
    const outputs = [`${name}.${activation}`];
    nodes.push({
      name: outputs[0],
      operator: OPERATORS[activation],
      inputs: [value],
      outputs,
      attributes: {},
      layers: [],
    });
    [value] = outputs;
  }
  const inputs = [{ name: 'inputs', shape: [null, layers[0].weights.matrix.columns] }];
  return { inputs, outputs: [value], nodes, constants: new Map() };
}

function linkFaults(file: string, { weights }: ConfigLayer, index: number, before: ConfigLayer | undefined): Fault[] {
  const say = (message: string): Fault[] => [
    { place: { file, path: `layers[${index}]` }, message, code: 'CHAIN_SHAPE' },
  ];
  if (weights.kind !== 'fullyConnected')
    return say(`expected a fully connected layer in a chain, found "${weights.name}", a ${weights.kind}`);
  if (before === undefined || before.weights.matrix.rows === weights.matrix.columns) return [];
  return say(
    `"${weights.name}" takes ${weights.matrix.columns} inputs, "${before.weights.name}" before it gives ${before.weights.matrix.rows}`,
  );
}
