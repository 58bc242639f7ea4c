import { allNodes } from './execute-graph.ts';
import type { Graph, GraphNode } from './graph.ts';
import { definitionFor } from './operators/index.ts';

/** A node that is not executed, and why. */
export interface RefusedNode {
  readonly node: GraphNode;
  readonly reason: string;
}

/** So many values are named in an error. */
const MOST_SHOWN = 4;

/** Nodes that are not executed: unknown operators, and what the file says of a node that no definition honours. */
export function refusedNodes(graph: Graph): RefusedNode[] {
  return allNodes(graph).flatMap((node) => {
    if (node.branches !== undefined) return [];
    const found = definitionFor(node);
    return 'refused' in found ? [{ node, reason: found.refused }] : [];
  });
}

/** Why the positions of a graph cannot be counted; empty where they can. @param stated names of values whose shape is known without being computed */
export function executionFaults(graph: Graph, stated: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const refused = refusedNodes(graph);
  const weighted = refused.filter(({ node }) => node.layers.length > 0);
  if (weighted.length > 0) faults.push(`nodes with weights that are not executed: ${grouped(weighted)}`);
  const shapeless = refused.filter((one) => !weighted.includes(one) && openOutputs(one, stated).length > 0);
  if (shapeless.length > 0) {
    const shapes = shapeless.flatMap((one) => openOutputs(one, stated)).map((name) => `--input-shape ${name}=1x...`);
    const shown = shapes.length > MOST_SHOWN ? `${shapes.slice(0, MOST_SHOWN).join(' ')} ...` : shapes.join(' ');
    faults.push(
      `nodes that are not executed: ${grouped(shapeless)}; with the shapes of what they make (${shown}, or inputShapes in a network YAML) positions are counted, at generated values`,
    );
  }
  if (graph.inputs.length === 0) faults.push('no input');
  return [...faults, ...unmadeReads(graph)];
}

/** Values of a node whose shape nobody states. */
function openOutputs({ node }: RefusedNode, stated: ReadonlySet<string>): string[] {
  return node.outputs.filter((name) => name !== '' && !stated.has(name));
}

/** Each reason once, with its first node and how many there are; the shape of its outputs would be enough. */
export function grouped(refused: readonly RefusedNode[]): string {
  const byReason = new Map<string, RefusedNode[]>();
  for (const one of refused) byReason.set(one.reason, [...(byReason.get(one.reason) ?? []), one]);
  return [...byReason]
    .map(([reason, nodes]) => {
      const [{ node }] = nodes;
      const others = nodes.length === 1 ? '' : ` and ${nodes.length - 1} more`;
      return `${reason} ("${node.name}"${others})`;
    })
    .toSorted()
    .join(', ');
}

function unmadeReads(graph: Graph): string[] {
  const faults: string[] = [];
  const made = new Set([...graph.inputs.map(({ name }) => name), ...graph.constants.keys(), '']);
  for (const { branches } of allNodes(graph))
    if (branches !== undefined)
      for (const name of [...branches.whenTrue.constants.keys(), ...branches.whenFalse.constants.keys()])
        made.add(name);
  for (const node of graph.nodes) {
    const missing = node.inputs.find((name, at) => !made.has(name) && node.weightInputs?.includes(at) !== true);
    if (missing !== undefined) faults.push(`"${node.name}" reads "${missing}", which no node before it makes`);
    for (const output of node.outputs) made.add(output);
  }
  return faults;
}

/** How many nodes of each operator run outside the array, and are not charged. */
export function unchargedOperators(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { operator, layers, branches } of allNodes(graph))
    if (branches === undefined && layers.length === 0) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  return counts;
}
