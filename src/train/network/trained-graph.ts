import type { Graph, GraphNode } from '../../network/graph/graph.ts';
import type { Chain } from '../learn/chain.ts';

/** The chain as a graph of ONNX operators, with an open batch. */
export function trainedGraph({ input, layers }: Chain): Graph {
  const nodes: GraphNode[] = [];
  let value = 'inputs';
  layers.forEach((layer, index) => {
    const own = layer.nodes(value, `values${index + 1}`);
    nodes.push(...own);
    value = own.at(-1)?.outputs[0] ?? value;
  });
  return { inputs: [{ name: 'inputs', shape: [null, ...input] }], outputs: [value], nodes, constants: new Map() };
}
