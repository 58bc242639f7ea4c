import { type Budget, fileBudget } from '../../../base/budget.ts';
import { type FieldPath, formatPath } from '../../../base/field-path.ts';
import { latin1 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';
import { z } from '../../../base/zod.ts';
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
import { sparseFromTriplets } from '../sparse/sparse-matrix.ts';
import { LARGEST_DIMENSION } from '../sparse/text-file.ts';
import { streamTriplets } from './stream-triplets.ts';

/** Our own compressed networks: a safetensors file whose metadata says so. */
export const compressed: Importer = {
  name: 'compressed',
  description: '.safetensors that picojoule compress wrote',
  extensions: [],
  matches: (head) => latin1(head).includes(COMPRESSED_FORMAT),
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
    fail(`processingElements: found "${metadata.processingElements}"`);
  if (!(Number.isInteger(indexBits) && indexBits >= 0 && indexBits <= 32))
    fail(`indexBits: found "${metadata.indexBits}"`);
  const described = checked(layersSchema, json(metadata.layers, 'layers'), 'layers', fail) as readonly DescribedLayer[];
  const layers = described.map((head) => ({ head, read: () => storedWeights(head, byName, processingElements, fail) }));
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

type DescribedLayer = Pick<StoredWeights, 'name' | 'kind' | 'shape' | 'rows' | 'columns' | 'groups' | 'numberFormat'>;

function storedWeights(
  layer: DescribedLayer,
  byName: ReadonlyMap<string, StoredTensor>,
  pes: number,
  fail: (message: string) => never,
): StoredWeights {
  const find = (part: string): StoredTensor =>
    byName.get(`${layer.name}.${part}`) ?? fail(`layer "${layer.name}": no tensor "${layer.name}.${part}"`);
  const codes = new Uint8Array(find('codes').bytes);
  const relativeIndices = integers(find('relativeIndices'));
  const pointers = Uint32Array.from(integers(find('pointers')));
  const codebook = Float32Array.from(numbers(find('codebook')));
  const bias = byName.get(`${layer.name}.bias`);
  if (pointers.length !== (layer.columns + 1) * pes)
    fail(`"${layer.name}.pointers": expected ${layer.columns + 1} x ${pes}, found ${pointers.length}`);
  if (relativeIndices.length !== codes.length)
    fail(`"${layer.name}": ${codes.length} codes but ${relativeIndices.length} relative indices`);
  const outside = codes.findIndex((code) => code >= codebook.length);
  if (outside >= 0)
    fail(
      `"${layer.name}.codes": entry ${outside + 1} has code ${codes[outside]}, the codebook ${codebook.length} values`,
    );
  if (bias !== undefined && bias.shape[0] !== layer.rows) fail(`"${layer.name}.bias": expected ${layer.rows} values`);
  return {
    ...layer,
    codes,
    relativeIndices,
    pointers,
    codebook,
    ...(bias && { bias: Float32Array.from(numbers(bias)) }),
  };
}

function integers(tensor: StoredTensor): Uint8Array | Uint16Array | Uint32Array {
  const copy = tensor.bytes.slice();
  if (tensor.dtype === 'U8') return copy;
  return tensor.dtype === 'U16'
    ? new Uint16Array(new Uint8Array(copy).buffer)
    : new Uint32Array(new Uint8Array(copy).buffer);
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
  const { name, kind, shape, rows, columns, groups, codebook, codes, numberFormat, bias } = layer;
  const fail = (message: string): never => {
    throw UserError.at({ file, path: name }, message, 'COMPRESSED');
  };
  const { rowOf, columnOf, kept } = streamTriplets(layer, pes, columns, fail);
  if (rowOf.some((row) => row >= rows)) fail(`pointers or relative indices lead beyond row ${rows - 1}`);
  const { matrix: coded, duplicates } = sparseFromTriplets(
    rows,
    columns,
    rowOf,
    columnOf,
    Float32Array.from(kept),
    budget,
  );
  if (duplicates > 0) fail(`${duplicates} entries lie on the place of another one`);
  const shared = {
    codes: Uint8Array.from(coded.values),
    codebook,
    codeBits: Math.log2(codebook.length),
    paddingZeros: codes.length - kept.length,
  };
  const matrix = { ...coded, values: Float32Array.from(shared.codes, (code) => codebook[code]) };
  return { name, kind, shape, numberFormat, matrix, shared, ...(groups && { groups }), ...(bias && { bias }) };
}
