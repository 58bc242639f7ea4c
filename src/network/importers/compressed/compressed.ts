import { type Budget, fileBudget } from '../../../base/budget.ts';
import { type FieldPath, formatPath } from '../../../base/field-path.ts';
import { latin1 } from '../../../base/files/bytes.ts';
import { parseNumberFormat } from '../../../base/number-format.ts';
import { UserError } from '../../../base/user-error.ts';
import { z } from '../../../base/zod.ts';
import { largestByte } from '../../../kernels/largest-byte.ts';
import { decodeStreams, localRowsOf, type StreamSource, streamStarts } from '../../../kernels/streams.ts';
import { codedMatrix } from '../../coded-matrix.ts';
import { COMPRESSED_FORMAT, type CompressedNetwork, type StoredWeights } from '../../compressed/compressed-network.ts';
import { branchPlace, type StoredGraph } from '../../compressed/write-compressed.ts';
import type { Graph, GraphNode, Tensor } from '../../graph/graph.ts';
import type { ImportedLayer } from '../../imported-weights.ts';
import { type LayerHead, readSource, type WeightSource } from '../../weight-source.ts';
import { decodeElements } from '../elements/element-kinds.ts';
import { budgetOf, type Importer, type Source } from '../importer.ts';
import {
  openSafetensorsFile,
  readSafetensorsFile,
  type SafetensorsFile,
  type StoredTensor,
} from '../safetensors/safetensors-file.ts';
import { LARGEST_DIMENSION } from '../sparse/text-file.ts';

/** Our own compressed networks: a safetensors file whose metadata says so. */
export const compressed: Importer = {
  name: 'compressed',
  description: '.safetensors that picojoule compress wrote',
  extensions: [],
  // of another version too: that is then said
  matches: (head) => latin1(head).includes(COMPRESSED_FORMAT.replace(/\d+$/, '')),
  read(source) {
    const budget = budgetOf(source);
    return readSource(openNetwork(inMemory(source), () => budget));
  },
  open: ({ files, file, fileBytes, part }) =>
    // each layer is let go before the next is read
    openNetwork(describe(file, openSafetensorsFile(file, fileBytes, part)), () =>
      fileBudget(file, fileBytes, files.memory),
    ),
};

/** A network whose layers are not read yet. */
interface Described extends Omit<CompressedNetwork, 'layers'> {
  readonly file: string;
  readonly layers: readonly { readonly head: DescribedLayer; readonly read: () => StoredWeights }[];
}

function openNetwork(
  { file, layers, processingElements, graph }: Described,
  budgetOfLayer: () => Budget,
): WeightSource {
  const heads = layers.map(({ head, read }): LayerHead => {
    const { name, kind, shape, rows, columns, numberFormat } = head;
    const readLayer = () => importStored(file, read(), processingElements, budgetOfLayer());
    return { name, kind, shape, rows, columns, numberFormat, read: readLayer };
  });
  return { format: 'compressed', heads, skipped: [], warnings: [], ...(graph && { graph }) };
}

function inMemory({ file, bytes }: Source): Described {
  return describe(file, readSafetensorsFile(file, bytes));
}

/**
 * Reads a compressed network; what writeCompressed makes of it has the same bytes.
 * @throws UserError where tensors are missing or do not fit the metadata
 */
export function readCompressed(source: Source): CompressedNetwork {
  const { file: _, layers, ...network } = inMemory(source);
  return { ...network, layers: layers.map(({ read }) => read()) };
}

function describe(file: string, { tensors, metadata }: SafetensorsFile): Described {
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'COMPRESSED');
  };
  if (metadata.format !== COMPRESSED_FORMAT)
    fail(`expected the format "${COMPRESSED_FORMAT}", found "${metadata.format}"`);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const json = (text: string | undefined, what: string): unknown => {
    try {
      return JSON.parse(text ?? '');
    } catch {
      return fail(`metadata "${what}" is not JSON`);
    }
  };
  const processingElements = Number(metadata.processingElements);
  const indexBits = Number(metadata.indexBits);
  if (!(Number.isInteger(processingElements) && processingElements > 0))
    fail(`processingElements: expected a whole number from 1, found "${metadata.processingElements}"`);
  if (!(Number.isInteger(indexBits) && indexBits >= 0 && indexBits <= 32))
    fail(`indexBits: expected a whole number from 0 to 32, found "${metadata.indexBits}"`);
  const described = checked(layersSchema, json(metadata.layers, 'layers'), 'layers', fail) as readonly DescribedLayer[];
  refuseMisdescribed(file, described, fail);
  const sizes = { file, processingElements, indexBits };
  const layers = described.map((head) => ({ head, read: () => storedWeights(head, byName, sizes) }));
  const network = { file, processingElements, indexBits, layers };
  if (metadata.graph === undefined) return network;
  const graph = checked(graphSchema, json(metadata.graph, 'graph'), 'graph', fail) as StoredGraph;
  return { ...network, graph: withConstants(graph, tensors) };
}

const size = z.int().min(1).max(LARGEST_DIMENSION);
const names = z.array(z.string());

/** Metadata of the layers, as writeCompressed writes it. */
export const layersSchema = z.array(
  z.looseObject({
    name: z.string(),
    kind: z.enum(['fullyConnected', 'convolution', 'lstm', 'gru', 'rnn']),
    shape: z.array(size),
    rows: size,
    columns: size,
    groups: size.optional(),
    numberFormat: z.string(),
  }),
);

/** The graph without its constants, those inside its nodes too. */
export const graphSchema = z.looseObject({
  inputs: z.array(z.looseObject({ name: z.string(), shape: z.array(z.int().min(0).nullable()) })),
  outputs: names,
  types: z.record(z.string(), z.string()),
  get nodes(): z.ZodType {
    return z.array(
      z.looseObject({
        name: z.string(),
        operator: z.string(),
        inputs: names,
        outputs: names,
        attributes: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.number())])),
        layers: names,
        weightInputs: z.array(z.int().min(0)).optional(),
        branches: z.looseObject({ whenTrue: graphSchema, whenFalse: graphSchema }).optional(),
      }),
    );
  },
});

/** What the metadata says, or the first field in which it is something else. */
export function checked(schema: z.ZodType, found: unknown, what: string, fail: (message: string) => never): unknown {
  const { error } = schema.safeParse(found);
  if (error === undefined) return found;
  const [{ path, message }] = error.issues;
  return fail(`metadata "${what}", ${formatPath(path as FieldPath)}: ${message}`);
}

/** Refuses layers whose description does not fit itself. */
function refuseMisdescribed(file: string, layers: readonly DescribedLayer[], fail: (message: string) => never): void {
  const seen = new Set<string>();
  for (const { name, shape, rows, columns, groups = 1, numberFormat } of layers) {
    const own = (message: string) => fail(`metadata "layers": "${name}": ${message}`);
    if (seen.has(name)) own('stands twice');
    seen.add(name);
    const weights = shape.reduce((product, one) => product * one, 1);
    if (weights !== rows * columns)
      own(
        `a shape of ${shape.join(' x ')} is ${weights} weights, ${rows} rows of ${columns} columns are ${rows * columns}`,
      );
    if (rows % groups !== 0) own(`${rows} rows do not fall into ${groups} groups`);
    parseNumberFormat(numberFormat, { file, path: `metadata "layers": "${name}".numberFormat` });
  }
}

type DescribedLayer = Pick<StoredWeights, 'name' | 'kind' | 'shape' | 'rows' | 'columns' | 'groups' | 'numberFormat'>;

const WHOLE = ['U8', 'U16', 'U32'];

function storedWeights(
  layer: DescribedLayer,
  byName: ReadonlyMap<string, StoredTensor>,
  { file, processingElements: pes, indexBits }: Pick<Described, 'file' | 'processingElements' | 'indexBits'>,
): StoredWeights {
  const fail = (part: string, message: string): never => {
    throw UserError.at({ file, path: `${layer.name}.${part}` }, message, 'COMPRESSED');
  };
  const find = (part: string, dtypes: readonly string[]): StoredTensor => {
    const tensor = byName.get(`${layer.name}.${part}`) ?? fail(part, 'no tensor of that name');
    if (!dtypes.includes(tensor.dtype)) fail(part, `expected ${dtypes.join(' or ')}, found ${tensor.dtype}`);
    return tensor;
  };
  const codes = plain(find('codes', ['U8']).bytes);
  const relativeIndices = integers(find('relativeIndices', WHOLE));
  const pointers = widest(integers(find('pointers', WHOLE)));
  const codebook = Float32Array.from(numbers(find('codebook', ['F32'])));
  const bias = byName.has(`${layer.name}.bias`) ? find('bias', ['F32']) : undefined;
  if (pointers.length !== (layer.columns + 1) * pes)
    fail('pointers', `expected ${layer.columns + 1} x ${pes}, found ${pointers.length}`);
  if (relativeIndices.length !== codes.length)
    fail('relativeIndices', `expected one for each of ${codes.length} codes, found ${relativeIndices.length}`);
  if (largestByte(codes) >= codebook.length) {
    const outside = codes.findIndex((code) => code >= codebook.length);
    fail('codes', `entry ${outside + 1} has code ${codes[outside]}, the codebook ${codebook.length} values`);
  }
  if (relativeIndices instanceof Uint8Array && largestByte(relativeIndices) >= 2 ** indexBits) {
    const outside = relativeIndices.findIndex((index) => index >= 2 ** indexBits);
    const found = `entry ${outside + 1} skips ${relativeIndices[outside]} rows`;
    fail('relativeIndices', `${found}, which ${indexBits} bits (indexBits) do not hold`);
  }
  if (bias !== undefined && bias.shape[0] !== layer.rows)
    fail('bias', `expected one for each of ${layer.rows} rows, found ${bias.shape[0]}`);
  return {
    ...layer,
    codes,
    relativeIndices,
    pointers,
    codebook,
    ...(bias && { bias: Float32Array.from(numbers(bias)) }),
  };
}

/** Whole numbers as they lie in the file, of which no more is copied than has to be. */
function integers({ bytes, dtype }: StoredTensor): Uint8Array | Uint16Array | Uint32Array {
  if (dtype === 'U8') return plain(bytes);
  const size = dtype === 'U16' ? 2 : 4;
  const own = bytes.byteOffset % size === 0 ? bytes : Uint8Array.from(bytes);
  const { buffer, byteOffset } = own;
  const count = own.length / size;
  return size === 2 ? new Uint16Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count);
}

function widest(numbers: Uint8Array | Uint16Array | Uint32Array): Uint32Array {
  return numbers instanceof Uint32Array ? numbers : Uint32Array.from(numbers);
}

/** The same bytes, whatever kind of array Node made of them. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function numbers(tensor: StoredTensor): ArrayLike<number> {
  return decodeElements(
    tensor.bytes,
    tensor.kind,
    tensor.shape.reduce((product, size) => product * size, 1),
  );
}

/** A stored graph with its constants, and so the graphs inside it. */
export function withConstants(stored: StoredGraph, tensors: readonly StoredTensor[], place = 'constant:'): Graph {
  const { types, ...graph } = stored;
  const nodes = (stored.nodes as readonly GraphNode[]).map((node, index) => {
    if (node.branches === undefined) return node;
    const inner = (branch: 'whenTrue' | 'whenFalse') =>
      withConstants(node.branches![branch] as unknown as StoredGraph, tensors, branchPlace(place, index, branch));
    return { ...node, branches: { whenTrue: inner('whenTrue'), whenFalse: inner('whenFalse') } };
  });
  return { ...graph, nodes, constants: constantsOf(tensors, place, types) };
}

function constantsOf(
  tensors: readonly StoredTensor[],
  place: string,
  types: StoredGraph['types'],
): ReadonlyMap<string, Tensor> {
  const constants = new Map<string, Tensor>();
  for (const tensor of tensors) {
    if (!tensor.name.startsWith(place)) continue;
    const wide = tensor.dtype === 'F64';
    const values = wide ? Float64Array.from(numbers(tensor)) : Float32Array.from(numbers(tensor));
    const name = tensor.name.slice(place.length);
    constants.set(name, { shape: tensor.shape, values, type: types[name] ?? 'fp32' });
  }
  return constants;
}

/** The matrix that the streams hold; padding zeros vanish. */
function importStored(file: string, layer: StoredWeights, pes: number, budget: Budget): ImportedLayer {
  const { name, kind, shape, rows, columns, groups, codebook, codes, relativeIndices, pointers } = layer;
  const streams = {
    processingElements: pes,
    pointers,
    streamStart: streamStarts(pointers, pes),
    codes,
    relativeIndices,
  };
  refuseLost(file, layer, streams);
  budget.take(4 * (rows + columns) + 10 * codes.length, `a matrix of ${rows} x ${columns}`);
  const decoded = decodeStreams(streams, rows, columns);
  const { numberFormat, bias } = layer;
  const matrix = codedMatrix(rows, columns, decoded, codebook);
  const codeBits = Math.log2(codebook.length);
  const shared = { codes: decoded.codes, codebook, codeBits, paddingZeros: codes.length - decoded.codes.length };
  return { name, kind, shape, numberFormat, matrix, shared, ...(groups && { groups }), ...(bias && { bias }) };
}

/** Refuses pointers that fall or do not cover the entries, and entries that lead beyond the last row. */
function refuseLost(file: string, { name, rows, columns }: StoredWeights, streams: StreamSource): void {
  const { processingElements: pes, pointers, streamStart, codes } = streams;
  const fail = (part: string, message: string): never => {
    throw UserError.at({ file, path: `${name}.${part}` }, message, 'COMPRESSED');
  };
  for (let at = 0; at < pointers.length; at++) {
    const before = at < pes ? 0 : pointers[at - pes];
    if (at < pes ? pointers[at] === 0 : pointers[at] >= before) continue;
    const expected = at < pes ? '0' : `at least ${before}, as of the column before`;
    fail('pointers', `column ${Math.floor(at / pes)}, PE ${at % pes}: expected ${expected}, found ${pointers[at]}`);
  }
  if (streamStart[pes] !== codes.length)
    fail('pointers', `they tell of ${streamStart[pes]} entries, the file has ${codes.length}`);
  for (const [p, reached] of localRowsOf(streams, columns).entries()) {
    const last = (reached - 1) * pes + p;
    if (reached > 0 && last >= rows)
      fail('relativeIndices', `PE ${p}: they lead to row ${last}, the layer has rows 0 to ${rows - 1}`);
  }
}
