import { drain, type Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { Attending } from './cache/attending.ts';
import type { CacheWatch } from './cache/cache-watch.ts';
import type { Graph, GraphNode, Tensor } from './graph.ts';
import { type MadeUp, madeUpTensor } from './made-up.ts';
import { compute, definitionFor } from './operators/index.ts';
import { type Multiply, type MultiplyAll, type Outputs, oneByOne } from './operators/operator.ts';
import { statedShapes } from './stated-shapes.ts';

/** How a graph is executed. */
export interface Execution {
  /** Does the products of the weight layers. */
  readonly multiply: MultiplyAll;
  /** Called before each node that has weights, with its first input. */
  readonly onNode?: (node: GraphNode, input: Tensor | undefined) => void;
  /** Sees what the graph keeps. */
  readonly cache?: CacheWatch;
}

/** graphSteps without a pause, one product behind the other. */
export function executeGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  multiply: Multiply,
): ReadonlyMap<string, Tensor> {
  return drain(graphSteps(graph, inputs, oneByOne(multiply)));
}

/**
 * Executes a graph on one set of inputs, yielding behind each product. The weight layers' products go through `multiply`; everything else is computed in
 * the kind of its elements. A value is forgotten behind its last use, so that memory holds only what is still needed. Values of nodes that are not executed
 * are made up where the graph says so.
 * @returns the graph's outputs by name
 * @throws UserError that names the node that is not executed, or whose inputs do not fit
 */
export function graphSteps(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  multiply: MultiplyAll,
  watched: Omit<Execution, 'multiply'> = {},
): Steps<ReadonlyMap<string, Tensor>> {
  const madeUp = graph.madeUp && { ...graph.madeUp, stated: statedShapes(graph, inputs, graph.madeUp.shapes) };
  for (const input of inputs.values()) watched.cache?.input(input);
  return steps(graph, inputs, { multiply, ...watched, ...(madeUp && { madeUp }) });
}

type Context = Execution & { readonly madeUp?: MadeUp };

function* steps(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  context: Context,
): Steps<ReadonlyMap<string, Tensor>> {
  const values = new Map<string, Tensor>([...graph.constants, ...inputs]);
  const lastUse = lastUses(graph);
  for (const [index, node] of graph.nodes.entries()) {
    if (node.layers.length > 0) context.onNode?.(node, values.get(node.inputs[0]));
    const results = yield* node.branches === undefined
      ? executeNode(node, values, context)
      : executeBranch(node, values, context);
    node.outputs.forEach((output, at) => {
      if (output !== '' && results[at] !== undefined) values.set(output, results[at]);
    });
    for (const name of lastUse.get(index) ?? []) values.delete(name);
  }
  return new Map(graph.outputs.flatMap((name) => (values.has(name) ? [[name, values.get(name)!] as const] : [])));
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
function* executeBranch(node: GraphNode, values: ReadonlyMap<string, Tensor>, context: Context): Steps<Outputs> {
  const condition = values.get(node.inputs[0])?.values[0] ?? 0;
  const branch = condition === 0 ? node.branches!.whenFalse : node.branches!.whenTrue;
  const outputs = yield* steps(branch, values, context);
  return branch.outputs.map((name) => outputs.get(name));
}

function* executeNode(
  node: GraphNode,
  values: ReadonlyMap<string, Tensor>,
  { multiply, madeUp, cache }: Context,
): Steps<Outputs> {
  const definition = definitionFor(node);
  if ('refused' in definition) {
    if (madeUp !== undefined) return node.outputs.map((name) => madeUpTensor(madeUp, name));
    throw UserError.at({ path: node.name }, `${definition.refused} is not executed`, 'GRAPH_NODE');
  }
  // A weight operand is no input of the product: its layer holds it.
  const held = node.weightInputs ?? [];
  const inputs = node.inputs.map((name, at) => (name === '' || held.includes(at) ? undefined : values.get(name)));
  try {
    if (cache === undefined) return yield* compute(node, { inputs, multiply });
    let attending: Attending | undefined;
    const attends = (told: Attending): void => {
      attending = told;
    };
    const outputs = yield* compute(node, { inputs, multiply, attends });
    cache.made(node, inputs, outputs, attending);
    return outputs;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw UserError.at({ path: node.name }, `${node.operator}: ${cause.message}`, 'GRAPH_NODE');
  }
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
