import type { Graph, Tensor } from '../graph/graph.ts';
import { COMPRESSED_FORMAT, type CompressedNetwork, type StoredWeights } from './compressed-network.ts';
import { safetensorsBytes, type TensorToWrite } from './safetensors-bytes.ts';

/**
 * A compressed network as a safetensors file. For each layer NAME: NAME.codes (U8), NAME.relativeIndices (U8, U16 or U32), NAME.pointers
 * (U8, U16 or U32, the narrowest that holds them, [columns + 1, processingElements]), NAME.codebook (F32) and, where it has one, NAME.bias (F32, [rows]); constants of the graph as constant:NAME
 * (those inside branch B of node I, counted from 0, as constant@I.B:NAME, and so on inwards).
 * Metadata: format, processingElements, indexBits, layers (JSON: name, kind, shape, rows, columns, groups, numberFormat), graph (JSON: inputs, outputs, nodes, types of its constants).
 */
export function writeCompressed(network: CompressedNetwork): Uint8Array {
  const { layers, processingElements, graph } = network;
  const constants = graph === undefined ? [] : graphTensors(graph);
  const tensors = layers.flatMap((layer) => tensorsOf(layer, processingElements));
  return safetensorsBytes([...tensors, ...constants], metadataOf(network));
}

/** What the file says of its layers beside their tensors. */
export function metadataOf(network: DescribedNetwork): Record<string, string> {
  const { processingElements, indexBits, layers, graph } = network;
  const described = layers.map(({ name, kind, shape, rows, columns, groups, numberFormat }) => ({
    name,
    kind,
    shape,
    rows,
    columns,
    groups,
    numberFormat,
  }));
  return {
    format: COMPRESSED_FORMAT,
    processingElements: String(processingElements),
    indexBits: String(indexBits),
    layers: JSON.stringify(described),
    ...(graph === undefined ? {} : { graph: JSON.stringify(storedGraph(graph)) }),
  };
}

/** A network but for the weights of its layers. */
export type DescribedNetwork = Pick<CompressedNetwork, 'processingElements' | 'indexBits' | 'graph'> & {
  readonly layers: readonly Omit<StoredWeights, 'codebook' | 'codes' | 'relativeIndices' | 'pointers' | 'bias'>[];
};

/** The tensors of a layer. */
export function tensorsOf(layer: StoredWeights, processingElements: number): TensorToWrite[] {
  const list = (part: string, values: TensorToWrite['values']): TensorToWrite => ({
    name: `${layer.name}.${part}`,
    shape: [values.length],
    values,
  });
  return [
    list('codes', layer.codes),
    list('relativeIndices', layer.relativeIndices),
    {
      name: `${layer.name}.pointers`,
      shape: [layer.columns + 1, processingElements],
      values: narrowest(layer.pointers),
    },
    list('codebook', layer.codebook),
    ...(layer.bias === undefined ? [] : [list('bias', layer.bias)]),
  ];
}

/** Pointers in as few bytes as the last of them needs. */
function narrowest(pointers: Uint32Array): TensorToWrite['values'] {
  const largest = pointers.reduce((most, pointer) => Math.max(most, pointer), 0);
  return largest < 2 ** 8 ? Uint8Array.from(pointers) : largest < 2 ** 16 ? Uint16Array.from(pointers) : pointers;
}

/** A graph without its constants, which are tensors of the file; here are only their kinds, by name. */
export type StoredGraph = Omit<Graph, 'constants' | 'nodes'> & {
  readonly nodes: readonly object[];
  readonly types: Readonly<Record<string, string>>;
};

/** A graph without its constants, which are tensors of the file; the same of the graphs inside it. */
export function storedGraph(graph: Graph): StoredGraph {
  const { constants: _, ...described } = graph;
  return {
    ...described,
    types: Object.fromEntries([...usedConstants(graph)].map(([name, { type }]) => [name, type] as const)),
    nodes: graph.nodes.map((node) => {
      if (node.branches === undefined) return node;
      const { whenTrue, whenFalse } = node.branches;
      return { ...node, branches: { whenTrue: storedGraph(whenTrue), whenFalse: storedGraph(whenFalse) } };
    }),
  };
}

/** The constants of a graph and of the graphs inside it. */
export function graphTensors(graph: Graph, place = 'constant:'): TensorToWrite[] {
  const own = [...usedConstants(graph)].map(([name, { shape, values }]) => ({
    name: `${place}${name}`,
    shape,
    values,
  }));
  const inner = graph.nodes.flatMap(({ branches }, index) =>
    branches === undefined
      ? []
      : (['whenTrue', 'whenFalse'] as const).flatMap((branch) =>
          graphTensors(branches[branch], branchPlace(place, index, branch)),
        ),
  );
  return [...own, ...inner];
}

/** What the names of a branch's constants begin with; `place` is that of the graph around it. */
export function branchPlace(place: string, node: number, branch: 'whenTrue' | 'whenFalse'): string {
  return place.replace(/:$/, `@${node}.${branch}:`);
}

/** Constants that a node reads besides its weights. */
export function usedConstants(graph: Graph): ReadonlyMap<string, Tensor> {
  const used = new Map<string, Tensor>();
  for (const node of graph.nodes)
    node.inputs.forEach((name, at) => {
      const constant = graph.constants.get(name);
      const inLayer = node.weightInputs?.includes(at) === true;
      if (constant !== undefined && !inLayer) used.set(name, constant);
    });
  return used;
}
