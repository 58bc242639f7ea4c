import type { GraphProto, NodeProto } from './model.ts';

/**
 * The nodes of a graph, each behind those whose values it reads. ONNX wants a file to have them so (docs/IR.md: a topological sort), and its checker refuses others; ONNX Runtime
 * reads them all the same, and some converters write them (casts to fp16 behind everything else). Nodes that are in order stay as they are: the same list is returned.
 * Of others each comes where it stood, behind what it needs. Nodes in a loop stay where they are met.
 */
export function orderNodes(nodes: readonly NodeProto[]): readonly NodeProto[] {
  const makers = new Map<string, number>();
  for (const [k, { outputs }] of nodes.entries()) for (const name of outputs) if (name !== '') makers.set(name, k);
  const needs = nodes.map((node) => readsOf(node).flatMap((name) => makers.get(name) ?? []));
  if (needs.every((own, k) => own.every((maker) => maker < k))) return nodes;
  const ordered: NodeProto[] = [];
  const met = new Set<number>();
  for (const first of nodes.keys()) {
    const open = met.has(first) ? [] : [{ node: first, next: 0 }];
    met.add(first);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const need = needs[top.node][top.next++];
      if (need === undefined) ordered.push(nodes[open.pop()!.node]);
      else if (!met.has(need)) {
        met.add(need);
        open.push({ node: need, next: 0 });
      }
    }
  }
  return ordered;
}

/** What a node reads, the graphs inside it with it: those see the values around them. */
function readsOf({ inputs, graphs }: NodeProto): string[] {
  return [...inputs, ...[...graphs.values()].flatMap(readsInside)];
}

function readsInside({ nodes, outputs }: GraphProto): string[] {
  return [...nodes.flatMap(readsOf), ...outputs.map(({ name }) => name)];
}
