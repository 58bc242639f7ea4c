import type { Budget } from '../../../base/budget.ts';
import { utf8 } from '../../../base/files/bytes.ts';
import { NO_FILES } from '../../../base/files/files.ts';
import { UserError } from '../../../base/user-error.ts';
import { codedMatrix } from '../../coded-matrix.ts';
import type { ImportedLayer } from '../../imported-weights.ts';
import { budgetOf, type Importer, type Source } from '../importer.ts';
import { loadSource } from '../load-source.ts';
import { sparseFromTriplets } from '../sparse/sparse-matrix.ts';
import { type DescribedWeights, readCaffeNetwork } from './network.ts';
import { parsePrototxt } from './prototxt.ts';

/**
 * The compressed networks of the authors of Deep Compression (songhan/SqueezeNet-Deep-Compression): 4-byte entry counts of all layers, then for each
 * layer the codebook and the bias as fp32, the codes (8 bits for a convolution, 4 for a fully connected layer) and the 4-bit relative indices.
 * One stream runs over a whole layer, row after row. It holds no shapes: they come from the network's .prototxt.
 */
export const deepCompression: Importer = {
  name: 'deepCompression',
  description: '.net of Deep Compression, with its Caffe --prototxt',
  extensions: ['.net'],
  matches: () => false,
  async read(source, { prototxt }) {
    const { files = NO_FILES, file } = source;
    if (prototxt === undefined)
      throw UserError.at(
        { file },
        'a Deep-Compression .net file holds no shapes: give the network description with --prototxt FILE',
        'PROTOTXT_MISSING',
      );
    const description = await loadSource(files, prototxt);
    const network = readCaffeNetwork(prototxt, parsePrototxt(prototxt, utf8(description.bytes)));
    const layers = readLayers(source, network.weights);
    const { inputs, outputs, nodes } = network;
    const graph = { inputs, outputs, nodes, constants: new Map() };
    return { format: 'deepCompression', layers, skipped: [], warnings: [], graph };
  },
};

const INDEX_BITS = 4;

/** Where the parts of a layer lie. */
interface Extent {
  readonly layer: DescribedWeights;
  readonly entries: number;
  readonly codeBits: number;
  readonly start: number;
  readonly codebookEnd: number;
  readonly biasEnd: number;
  readonly codesEnd: number;
  readonly end: number;
}

/** All sizes are held against the file before a layer is decoded: a wrong prototxt shows as bytes missing or left over. */
function readLayers(source: Source, weights: readonly DescribedWeights[]): ImportedLayer[] {
  const { file, bytes } = source;
  const budget = budgetOf(source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = weights.length * 4;
  if (at > bytes.length)
    throw misfit(
      file,
      `${weights.length} layers in the prototxt need ${at} bytes of counts, the file has ${bytes.length}`,
    );
  const extents = weights.map((layer, index) => {
    const extent = extentOf(layer, view.getUint32(index * 4, true), at);
    at = extent.end;
    return extent;
  });
  const difference = at > bytes.length ? `${at - bytes.length} are missing` : `${bytes.length - at} are left over`;
  if (at !== bytes.length)
    throw misfit(file, `the prototxt accounts for ${at} bytes, the file has ${bytes.length}: ${difference}`);
  return extents.map((extent) => readLayer(file, bytes, extent, budget));
}

function extentOf(layer: DescribedWeights, entries: number, start: number): Extent {
  const codeBits = layer.kind === 'convolution' ? 8 : 4;
  const codebookEnd = start + 4 * 2 ** codeBits;
  const biasEnd = codebookEnd + (layer.hasBias ? 4 * layer.shape[0] : 0);
  const codesEnd = biasEnd + Math.ceil((entries * codeBits) / 8);
  return {
    layer,
    entries,
    codeBits,
    start,
    codebookEnd,
    biasEnd,
    codesEnd,
    end: codesEnd + Math.ceil((entries * INDEX_BITS) / 8),
  };
}

function readLayer(file: string, bytes: Uint8Array, extent: Extent, budget: Budget): ImportedLayer {
  const { layer, entries, codeBits, start, codebookEnd, biasEnd, codesEnd, end } = extent;
  const codebook = floats(bytes.slice(start, codebookEnd));
  const bias = floats(bytes.slice(codebookEnd, biasEnd));
  const codes = bytes.subarray(biasEnd, codesEnd);
  const indices = bytes.subarray(codesEnd, end);
  const places = new Float64Array(entries);
  const stored = new Float32Array(entries);
  const size = layer.shape.reduce((product, one) => product * one, 1);
  let position = -1;
  let kept = 0;
  for (let entry = 0; entry < entries; entry++) {
    const code = codeBits === 8 ? codes[entry] : nibble(codes, entry);
    position += nibble(indices, entry) + 1;
    if (position >= size)
      throw misfit(file, `"${layer.name}": entry ${entry + 1} of ${entries} lies behind its ${size} weights`);
    if (code === 0) continue;
    places[kept] = position;
    stored[kept++] = code;
  }
  const paddingZeros = entries - kept;
  return toLayer(layer, places.subarray(0, kept), stored.subarray(0, kept), {
    codebook,
    bias,
    codeBits,
    paddingZeros,
    budget,
  });
}

interface Parts {
  readonly codebook: Float32Array;
  readonly bias: Float32Array;
  readonly codeBits: number;
  readonly paddingZeros: number;
  readonly budget: Budget;
}

function toLayer(
  { name, kind, shape, groups, hasBias }: DescribedWeights,
  places: Float64Array,
  codes: Float32Array,
  { codebook, codeBits, paddingZeros, bias, budget }: Parts,
): ImportedLayer {
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  const { matrix: coded } = sparseFromTriplets(
    shape[0],
    columns,
    places.map((place) => Math.floor(place / columns)),
    places.map((place) => place % columns),
    codes,
    budget,
  );
  const shared = { codes: Uint8Array.from(coded.values), codebook, codeBits, paddingZeros };
  const matrix = codedMatrix(shape[0], columns, { ...coded, codes: shared.codes }, codebook);
  const layer = { name, kind, shape, numberFormat: 'codebook', matrix, shared } as const;
  return { ...layer, ...(groups === 1 ? {} : { groups }), ...(hasBias ? { bias } : {}) };
}

/** Two values to a byte, the low half first. */
function nibble(bytes: Uint8Array, index: number): number {
  return (bytes[index >> 1] >> (index % 2 === 0 ? 0 : 4)) & 15;
}

function floats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

function misfit(file: string, message: string): UserError {
  return UserError.at({ file }, `the file and the prototxt do not fit: ${message}`, 'DEEP_COMPRESSION');
}
