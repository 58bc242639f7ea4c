import { drain, type Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { Graph, GraphNode, Tensor } from './graph.ts';
import { CHARGED_OPERATORS, compute, OPERATORS } from './operators/index.ts';
import type { Multiply } from './operators/operator.ts';

/** Called before each node that has weights. */
export type OnNode = (node: GraphNode) => void;

/** graphSteps without a pause. */
export function executeGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  multiply: Multiply,
  onNode?: OnNode,
): ReadonlyMap<string, Tensor> {
  return drain(graphSteps(graph, inputs, multiply, onNode));
}

/**
 * Executes a graph on one set of inputs, yielding behind each product. The weight layers' products go through `multiply`; everything else is computed in
 * fp32. A value is forgotten behind its last use, so that memory holds only what is still needed.
 * @returns the graph's outputs by name
 * @throws UserError that names the node whose inputs do not fit
 */
export function* graphSteps(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  multiply: Multiply,
  onNode?: OnNode,
): Steps<ReadonlyMap<string, Tensor>> {
  const values = new Map<string, Tensor>([...graph.constants, ...inputs]);
  const lastUse = lastUses(graph);
  for (const [index, node] of graph.nodes.entries()) {
    if (node.layers.length > 0) onNode?.(node);
    const results = yield* node.branches === undefined
      ? executeNode(node, values, multiply)
      : executeBranch(node, values, multiply, onNode);
    node.outputs.forEach((output, at) => {
      if (output !== '' && results[at] !== undefined) values.set(output, results[at]);
    });
    for (const name of lastUse.get(index) ?? []) values.delete(name);
  }
  return new Map(graph.outputs.flatMap((name) => (values.has(name) ? [[name, values.get(name)!] as const] : [])));
}

/** Operators that cannot be executed, each with the first node that asks for it; empty where the whole graph can. */
export function unknownOperators(graph: Graph): string[] {
  const outside = allNodes(graph).filter(({ branches }) => branches === undefined);
  const unknown = new Map<string, string>();
  for (const { operator, name } of outside)
    if (!Object.hasOwn(OPERATORS, operator) && !unknown.has(operator)) unknown.set(operator, name);
  return [...unknown].map(([operator, name]) => `${operator} ("${name}")`).toSorted();
}

/** How many nodes of each operator run outside the array, and are not charged. */
export function unchargedOperators(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { operator, layers, branches } of allNodes(graph))
    if (branches === undefined && (layers.length === 0 || !CHARGED_OPERATORS.includes(operator)))
      counts.set(operator, (counts.get(operator) ?? 0) + 1);
  return counts;
}

/** The nodes of a graph and of all graphs inside it. */
export function allNodes(graph: Graph): GraphNode[] {
  return graph.nodes.flatMap((node) =>
    node.branches === undefined
      ? [node]
      : [node, ...allNodes(node.branches.whenTrue), ...allNodes(node.branches.whenFalse)],
  );
}

/** An If executes one of its graphs, which sees every value of this one. */
function* executeBranch(
  node: GraphNode,
  values: ReadonlyMap<string, Tensor>,
  multiply: Multiply,
  onNode?: OnNode,
): Steps<readonly (Tensor | undefined)[]> {
  const condition = values.get(node.inputs[0])?.values[0] ?? 0;
  const branch = condition === 0 ? node.branches!.whenFalse : node.branches!.whenTrue;
  const outputs = yield* graphSteps(branch, values, multiply, onNode);
  return branch.outputs.map((name) => outputs.get(name));
}

function* executeNode(
  node: GraphNode,
  values: ReadonlyMap<string, Tensor>,
  multiply: Multiply,
): Steps<readonly (Tensor | undefined)[]> {
  // A weight operand is no input of the product: its layer holds it.
  const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
  const activations =
    node.layers.length === 0 ? inputs : inputs.map((input, at) => (isWeight(node, at) ? undefined : input));
  try {
    return yield* compute(node.operator, {
      inputs: activations,
      attributes: node.attributes,
      layers: node.layers,
      outputCount: node.outputs.length,
      multiply,
    });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw UserError.at({ path: node.name }, `${node.operator}: ${cause.message}`, 'GRAPH_NODE');
  }
}

/** Operands 1 and 2 of Conv, 1 to 3 of LSTM and GRU, and the constant ones of Gemm and MatMul lie in the layer. */
function isWeight({ operator, weightInputs }: GraphNode, at: number): boolean {
  if (operator === 'Gemm' || operator === 'MatMul') return weightInputs?.includes(at) ?? at > 0;
  return at > 0 && at <= (operator === 'Conv' ? 2 : 3);
}

/** Values that no later node reads, by the index of their last reader. */
function lastUses(graph: Graph): ReadonlyMap<number, readonly string[]> {
  const last = new Map<string, number>();
  graph.nodes.forEach(({ inputs, outputs, branches }, index) => {
    for (const name of [...inputs, ...outputs, ...innerReads(branches)]) last.set(name, index);
  });
  const uses = new Map<number, string[]>();
  for (const [name, index] of last)
    if (!graph.outputs.includes(name)) uses.set(index, [...(uses.get(index) ?? []), name]);
  return uses;
}

/** Names that the graphs of an If read or give out. */
function innerReads(branches: GraphNode['branches']): string[] {
  if (branches === undefined) return [];
  return [branches.whenTrue, branches.whenFalse].flatMap((graph) => [
    ...graph.outputs,
    ...allNodes(graph).flatMap(({ inputs }) => inputs),
  ]);
}
