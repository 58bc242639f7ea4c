import type { Attribute, GraphNode } from '../../graph/graph.ts';
import type { NodeProto } from './model.ts';
import type { NodeLayers } from './node-layers.ts';

/** What a node lends to the graph: its layers' names, what they hold of its inputs, and attributes that follow from them. */
interface Held {
  readonly layers: readonly string[];
  readonly read: Extract<NodeLayers, { layers: unknown }>;
}

/** A node of a file as the graph executes it. What no definition could honour (tensors and graphs among the attributes) becomes an attribute that none has. */
export function toGraphNode(node: NodeProto, held?: Held): GraphNode {
  const unread: Record<string, Attribute> = {};
  for (const name of node.tensors.keys()) unread[name] = 'a tensor';
  for (const name of node.graphs.keys()) unread[name] = 'a graph';
  for (const name of node.references.keys()) unread[name] = 'a reference';
  return {
    name: nodeName(node),
    operator: node.operator,
    ...(node.domain === '' ? {} : { domain: node.domain }),
    ...(node.opset === null ? {} : { opset: node.opset }),
    inputs: node.inputs,
    outputs: node.outputs,
    attributes: { ...node.attributes, ...unread, ...held?.read.attributes },
    layers: held?.layers ?? [],
    ...(node.refused === undefined ? {} : { refused: node.refused }),
    ...(held === undefined ? {} : { weightInputs: held.read.held }),
  };
}

/** The node's own name, or that of what it makes. */
export function nodeName(node: NodeProto): string {
  return node.name === '' ? (node.outputs[0] ?? node.operator) : node.name;
}
