import { encode } from '../../compress/encode.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import type { StoredWeights } from '../../network/compressed/compressed-network.ts';
import { writeCompressed } from '../../network/compressed/write-compressed.ts';
import { writeNetwork } from '../../network/compressed/write-network.ts';
import type { Chain } from '../learn/chain.ts';
import { compactNetwork } from '../network/compact-network.ts';
import { trainedGraph } from '../network/trained-graph.ts';
import type { TrainedLayer, TrainedNetwork } from '../network/trained-network.ts';

/** Streams of the file are those of the EIE of the paper; a machine encodes anew what it stores in another way. */
const STREAMS = { processingElements: 64, indexBits: 4 } as const;

/** The bytes of network.safetensors: with codes and codebooks where all layers share values, else by value. */
export function networkFile(whole: Chain, trained: TrainedNetwork): Uint8Array {
  const { chain, network } = compactNetwork(whole, trained);
  const { layers } = network;
  const graph = trainedGraph(chain);
  if (layers.every(({ shared }) => shared !== null))
    return writeCompressed({ ...STREAMS, layers: layers.map(storedWeights), graph });
  return writeNetwork(
    layers.map(({ name, kind, shape, rows, columns, weights, biases, format }) => ({
      name,
      kind,
      shape,
      rows,
      columns,
      numberFormat: format ?? 'fp32',
      weights,
      biases,
    })),
    graph,
  );
}

function storedWeights({
  name,
  kind,
  shape,
  rows,
  columns,
  biases,
  kept,
  shared,
  format,
}: TrainedLayer): StoredWeights {
  const { codes, codebook } = shared!;
  const codeAt = new Float32Array(rows * columns);
  codes.forEach((code, k) => {
    codeAt[kept === null ? k : kept[k]] = code;
  });
  const { columnStart, rowIndex, values } = toSparse({ kind: 'dense', rows, columns, values: codeAt }).weights;
  const weights = { kind: 'shared', codes: Uint8Array.from(values), codebook } as const;
  const matrix = { rows, columns, hasBias: false, columnStart, rowIndex, weights };
  const streams = encode(matrix, STREAMS.processingElements, STREAMS.indexBits);
  return {
    name,
    kind,
    shape,
    rows,
    columns,
    numberFormat: format ?? 'fp32',
    codebook,
    codes: streams.codes,
    relativeIndices: streams.relativeIndices,
    pointers: streams.pointers.slice(0, (columns + 1) * STREAMS.processingElements),
    bias: biases,
  };
}
