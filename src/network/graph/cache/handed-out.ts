import type { Graph, GraphNode } from '../graph.ts';
import { carryingOf } from '../operators/carried.ts';

/** Names of values that a graph gives out, be it in another shape or order or as a part of what it gives out: what is kept for the next inference is among them. */
export function handedOut(graph: Graph, names: Set<string> = new Set(graph.outputs)): ReadonlySet<string> {
  const makers = new Map<string, GraphNode>();
  for (const node of graph.nodes) for (const output of node.outputs) makers.set(output, node);
  for (const node of graph.nodes.toReversed())
    node.outputs.forEach((output, at) => {
      if (output === '' || !names.has(output)) return;
      for (const name of sourcesOf(node, makers)) names.add(name);
      for (const branch of node.branches === undefined ? [] : Object.values(node.branches)) {
        names.add(branch.outputs[at]);
        handedOut(branch, names);
      }
    });
  return names;
}

/** Inputs of a node that lie in its result as they are. Part of a cache is given out where that has a window; part of anything else (queries, keys and values in one) is a value of its own. */
function sourcesOf(node: GraphNode, makers: ReadonlyMap<string, GraphNode>): readonly string[] {
  const carrying = carryingOf(node);
  if (carrying === 'moves') return node.inputs.slice(0, 1);
  if (carrying === 'joins') return node.inputs;
  if (typeof carrying === 'object') return node.inputs.slice(carrying.writes, carrying.writes + 1);
  if (carrying !== 'takes' || node.operator === 'Split') return [];
  const maker = makers.get(node.inputs[0]);
  const made = maker && carryingOf(maker);
  return made === 'joins' || typeof made === 'object' ? node.inputs.slice(0, 1) : [];
}
