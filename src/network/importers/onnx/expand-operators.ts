import { honoursNode } from '../../graph/operators/definition.ts';
import { type Expansion, ONE } from './expansion.ts';
import { FUSED_ATTENTION } from './fused-attention.ts';
import { FUSED } from './fused-operators.ts';
import { toGraphNode } from './graph-node.ts';
import type { GraphProto } from './model.ts';
import { QUANTIZED } from './quantized-operators.ts';

/** Operators that are written out, by name; one of another domain by `domain:name`. */
const EXPANSIONS: Readonly<Record<string, Expansion>> = { ...QUANTIZED, ...FUSED, ...FUSED_ATTENTION };

/**
 * The graph with the operators written out that stand for several others. A node of which the file says more than is honoured stays as it is: nothing
 * executes it.
 */
export function expandOperators(graph: GraphProto): GraphProto {
  const nodes = graph.nodes.flatMap((node) => {
    const key = node.domain === '' ? node.operator : `${node.domain}:${node.operator}`;
    if (!Object.hasOwn(EXPANSIONS, key)) return [node];
    const found = EXPANSIONS[key];
    const fault = honoursNode(toGraphNode(node), found);
    return fault === undefined ? found.expand(node) : [{ ...node, refused: `${node.operator}: ${fault}` }];
  });
  if (nodes.length === graph.nodes.length && nodes.every((node, at) => node === graph.nodes[at])) return graph;
  const one = new Uint8Array(Float32Array.of(1).buffer);
  const empty = new Uint8Array(0);
  const tensor = { name: ONE, dims: [], dataType: 1, raw: one, floatData: empty, doubleData: empty };
  return { ...graph, nodes, initializers: [...graph.initializers, { ...tensor, integerData: [], external: null }] };
}
