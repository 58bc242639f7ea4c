import { UserError } from '../../../base/user-error.ts';
import type { FunctionProto, GraphProto, ModelProto, NodeProto } from './model.ts';

/** Functions call each other, but never in a circle. */
const DEEPEST = 32;

/**
 * The graph of a model with its own functions written out where they are called; a function goes before an operator of the same name. Values inside a call get
 * the name of the call in front.
 * @throws UserError where functions call each other without an end
 */
export function inlineFunctions(file: string, { graph, functions }: ModelProto): GraphProto {
  if (functions.length === 0) return graph;
  const known = new Map(functions.map((one) => [keyOf(one.domain, one.name, one.overload), one]));
  return inlineGraph(graph, 0);

  function inlineGraph(proto: GraphProto, depth: number): GraphProto {
    return { ...proto, nodes: proto.nodes.flatMap((node) => inlineNode(node, depth)) };
  }

  function inlineNode(node: NodeProto, depth: number): NodeProto[] {
    const called = known.get(keyOf(node.domain, node.operator, node.overload));
    if (called === undefined) {
      const graphs = new Map([...node.graphs].map(([name, inner]) => [name, inlineGraph(inner, depth)] as const));
      return [{ ...node, graphs }];
    }
    if (depth > DEEPEST)
      throw UserError.at({ file, path: node.name }, `function "${called.name}" calls itself`, 'ONNX_FUNCTION');
    return bodyOf(called, node).flatMap((inner) => inlineNode(inner, depth + 1));
  }
}

function keyOf(domain: string, name: string, overload: string): string {
  return [domain, name, overload].join('\u0000');
}

/** The nodes of a function with the names and attributes of a call. */
function bodyOf(called: FunctionProto, node: NodeProto): NodeProto[] {
  const prefix = `${node.name === '' ? (node.outputs[0] ?? node.operator) : node.name}/`;
  const names = new Map<string, string>([['', '']]);
  for (const [at, name] of called.inputs.entries()) names.set(name, node.inputs[at] ?? '');
  called.outputs.forEach((name, at) => {
    if ((node.outputs[at] ?? '') !== '' && !names.has(name)) names.set(name, node.outputs[at]);
  });
  const rename = (name: string): string => names.get(name) ?? `${prefix}${name}`;
  const body = called.nodes.map((inner) => renamed(inner, rename, prefix, node, called.defaults));
  // A function may hand an input through: the output is then a name of its own.
  const through = called.outputs.flatMap((name, at) =>
    called.inputs.includes(name) && (node.outputs[at] ?? '') !== ''
      ? [identity(node, rename(name), node.outputs[at])]
      : [],
  );
  return [...body, ...through];
}

function identity(node: NodeProto, input: string, output: string): NodeProto {
  const nothing = { attributes: {}, references: new Map(), tensors: new Map(), graphs: new Map() };
  return {
    ...node,
    ...nothing,
    name: output,
    operator: 'Identity',
    domain: '',
    overload: '',
    opset: null,
    inputs: [input],
    outputs: [output],
  };
}

function renamed(
  inner: NodeProto,
  rename: (name: string) => string,
  prefix: string,
  call: NodeProto,
  defaults: NodeProto,
): NodeProto {
  const attributes = { ...inner.attributes };
  const tensors = new Map(inner.tensors);
  const graphs = new Map(
    [...inner.graphs].map(([name, graph]) => [name, renamedGraph(graph, rename, prefix, call, defaults)] as const),
  );
  for (const [name, from] of inner.references)
    for (const source of [defaults, call]) {
      const value = source.attributes[from];
      if (value !== undefined) attributes[name] = value;
      if (source.tensors.has(from)) tensors.set(name, source.tensors.get(from)!);
      if (source.graphs.has(from)) graphs.set(name, source.graphs.get(from)!);
    }
  return {
    ...inner,
    name: inner.name === '' ? '' : `${prefix}${inner.name}`,
    inputs: inner.inputs.map(rename),
    outputs: inner.outputs.map(rename),
    attributes,
    references: new Map(),
    tensors,
    graphs,
  };
}

/** A graph inside a function: its own names too get the prefix. */
function renamedGraph(
  graph: GraphProto,
  rename: (name: string) => string,
  prefix: string,
  call: NodeProto,
  defaults: NodeProto,
): GraphProto {
  const named = <Named extends { readonly name: string }>(list: readonly Named[]): Named[] =>
    list.map((one) => ({ ...one, name: rename(one.name) }));
  return {
    nodes: graph.nodes.map((node) => renamed(node, rename, prefix, call, defaults)),
    initializers: named(graph.initializers),
    sparseInitializers: graph.sparseInitializers.map((one) => ({
      ...one,
      values: { ...one.values, name: rename(one.values.name) },
    })),
    inputs: named(graph.inputs),
    outputs: named(graph.outputs),
    values: named(graph.values),
  };
}
