import type { Graph, Tensor } from '../graph/graph.ts';
import { COMPRESSED_FORMAT, type CompressedNetwork, type StoredWeights } from './compressed-network.ts';
import { safetensorsBytes, type TensorToWrite } from './safetensors-bytes.ts';

/**
 * A compressed network as a safetensors file. For each layer NAME: NAME.codes (U8), NAME.relativeIndices (U8, U16 or U32), NAME.pointers
 * (U32, [columns + 1, processingElements]), NAME.codebook (F32) and, where it has one, NAME.bias (F32, [rows]); constants of the graph as constant:NAME.
 * Metadata: format, processingElements, indexBits, layers (JSON: name, kind, shape, rows, columns, numberFormat), graph (JSON: inputs, outputs, nodes).
 */
export function writeCompressed(network: CompressedNetwork): Uint8Array {
  const { processingElements, indexBits, layers, graph } = network;
  const described = layers.map(({ name, kind, shape, rows, columns, numberFormat }) => ({
    name,
    kind,
    shape,
    rows,
    columns,
    numberFormat,
  }));
  const metadata = {
    format: COMPRESSED_FORMAT,
    processingElements: String(processingElements),
    indexBits: String(indexBits),
    layers: JSON.stringify(described),
    ...(graph === undefined
      ? {}
      : { graph: JSON.stringify({ inputs: graph.inputs, outputs: graph.outputs, nodes: graph.nodes }) }),
  };
  const constants =
    graph === undefined ? [] : [...usedConstants(graph)].map(([name, tensor]) => constantTensor(name, tensor));
  return safetensorsBytes([...layers.flatMap((layer) => tensorsOf(layer, processingElements)), ...constants], metadata);
}

function tensorsOf(layer: StoredWeights, processingElements: number): TensorToWrite[] {
  const list = (part: string, values: TensorToWrite['values']): TensorToWrite => ({
    name: `${layer.name}.${part}`,
    shape: [values.length],
    values,
  });
  return [
    list('codes', layer.codes),
    list('relativeIndices', layer.relativeIndices),
    { name: `${layer.name}.pointers`, shape: [layer.columns + 1, processingElements], values: layer.pointers },
    list('codebook', layer.codebook),
    ...(layer.bias === undefined ? [] : [list('bias', layer.bias)]),
  ];
}

function constantTensor(name: string, { shape, values }: Tensor): TensorToWrite {
  return { name: `constant:${name}`, shape, values };
}

/** Constants that a node reads besides its weights. */
export function usedConstants(graph: Graph): ReadonlyMap<string, Tensor> {
  const used = new Map<string, Tensor>();
  for (const node of graph.nodes)
    node.inputs.forEach((name, at) => {
      const constant = graph.constants.get(name);
      const inLayer =
        node.layers.length > 0 && (node.weightInputs === undefined ? at > 0 : node.weightInputs.includes(at));
      if (constant !== undefined && !inLayer) used.set(name, { shape: constant.shape, values: constant.values });
    });
  return used;
}
