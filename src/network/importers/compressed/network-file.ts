import { latin1 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';
import type { StoredGraph } from '../../compressed/write-compressed.ts';
import { NETWORK_FORMAT } from '../../compressed/write-network.ts';
import type { ImportedLayer } from '../../imported-weights.ts';
import { decodeElements } from '../elements/element-kinds.ts';
import type { Importer } from '../importer.ts';
import { readSafetensorsFile } from '../safetensors/safetensors-file.ts';
import { checked, graphSchema, layersSchema, withConstants } from './compressed.ts';

type Described = Pick<ImportedLayer, 'name' | 'kind' | 'shape' | 'numberFormat'> & {
  readonly rows: number;
  readonly columns: number;
};

/** Networks with their graph and weights by value, as picojoule train writes them: a safetensors file whose metadata says so. */
export const networkFile: Importer = {
  name: 'network',
  description: '.safetensors that picojoule train wrote, weights by value',
  extensions: [],
  matches: (head) => latin1(head).includes(NETWORK_FORMAT),
  read({ file, bytes }) {
    const { tensors, metadata } = readSafetensorsFile(file, bytes);
    const fail = (message: string): never => {
      throw UserError.at({ file }, message, 'NETWORK_FILE');
    };
    const json = (what: 'layers' | 'graph'): unknown => {
      try {
        return JSON.parse(metadata[what] ?? '');
      } catch {
        return fail(`metadata "${what}" is not JSON`);
      }
    };
    const described = checked(layersSchema, json('layers'), 'layers', fail) as readonly Described[];
    const graph = checked(graphSchema, json('graph'), 'graph', fail) as StoredGraph;
    const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const values = (name: string, count: number): Float32Array => {
      const tensor = byName.get(name) ?? fail(`no tensor "${name}"`);
      const found = tensor.shape.reduce((product, size) => product * size, 1);
      if (found !== count) fail(`"${name}": expected ${count} values, found ${found}`);
      return Float32Array.from(decodeElements(tensor.bytes, tensor.kind, count));
    };
    const layers = described.map(({ rows, columns, ...layer }): ImportedLayer => {
      const matrix = { kind: 'dense', rows, columns, values: values(`${layer.name}.weight`, rows * columns) } as const;
      return { ...layer, matrix, bias: values(`${layer.name}.bias`, rows) };
    });
    return { format: 'network', layers, skipped: [], warnings: [], graph: withConstants(graph, tensors) };
  },
};
