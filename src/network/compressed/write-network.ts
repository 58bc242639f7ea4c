import type { Graph } from '../graph/graph.ts';
import type { ImportedLayer } from '../imported-weights.ts';
import { safetensorsBytes, type TensorToWrite } from './safetensors-bytes.ts';
import { graphTensors, storedGraph } from './write-compressed.ts';

/** `__metadata__.format` of a network whose weights are stored by value. */
export const NETWORK_FORMAT = 'picojoule network, version 1';

/** A layer to write: its weights are dense, row-major. */
export type LayerToWrite = Pick<ImportedLayer, 'name' | 'kind' | 'shape' | 'numberFormat'> & {
  readonly rows: number;
  readonly columns: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
};

/**
 * A network with its graph as a safetensors file that other programs read too: for each layer NAME.weight (F32, in its shape) and NAME.bias (F32); constants of
 * the graph as in a compressed network. Metadata: format, layers (JSON: name, kind, shape, rows, columns, numberFormat), graph (JSON).
 */
export function writeNetwork(layers: readonly LayerToWrite[], graph: Graph): Uint8Array {
  const described = layers.map(({ weights: _weights, biases: _biases, ...layer }) => layer);
  const tensors = layers.flatMap(({ name, shape, weights, biases }): TensorToWrite[] => [
    { name: `${name}.weight`, shape, values: weights },
    { name: `${name}.bias`, shape: [biases.length], values: biases },
  ]);
  return safetensorsBytes([...tensors, ...graphTensors(graph)], {
    format: NETWORK_FORMAT,
    layers: JSON.stringify(described),
    graph: JSON.stringify(storedGraph(graph)),
  });
}
