import { allNodes, unknownOperators } from './execute-graph.ts';
import type { Graph } from './graph.ts';

/** MatMul is not among them: two activations are multiplied outside the array. */
const NEED_WEIGHTS = new Set(['Gemm', 'Conv', 'LSTM', 'GRU']);

/** Why a graph cannot be executed; empty where it can. */
export function executionFaults(graph: Graph): string[] {
  const faults: string[] = [];
  const unknown = unknownOperators(graph);
  if (unknown.length > 0) faults.push(`operators that are not executed: ${unknown.join(', ')}`);
  const deep = allNodes(graph).find(
    ({ attributes: { kernel_shape: kernel } }) => typeof kernel === 'object' && kernel.length > 2,
  );
  if (deep !== undefined) faults.push(`"${deep.name}" has more than two spatial axes`);
  const weightless = allNodes(graph).find(({ operator, layers }) => NEED_WEIGHTS.has(operator) && layers.length === 0);
  if (weightless !== undefined) faults.push(`${weightless.operator} "${weightless.name}" has no constant weights`);
  if (graph.inputs.length === 0) faults.push('no input');
  const made = new Set([...graph.inputs.map(({ name }) => name), ...graph.constants.keys(), '']);
  for (const { branches } of allNodes(graph))
    if (branches !== undefined)
      for (const name of [...branches.whenTrue.constants.keys(), ...branches.whenFalse.constants.keys()])
        made.add(name);
  for (const node of graph.nodes) {
    const missing = node.inputs.find((name) => !made.has(name) && node.layers.length === 0);
    if (missing !== undefined) faults.push(`"${node.name}" reads "${missing}", which nothing makes`);
    for (const output of node.outputs) made.add(output);
  }
  return faults;
}
