import { latin1 } from '../../../base/files/bytes.ts';
import type { Skipped } from '../../imported-weights.ts';
import { type LayerHead, readSource, type WeightSource } from '../../weight-source.ts';
import type { Importer } from '../importer.ts';
import { formatShape, sizeOf } from '../tensors/named-tensor.ts';
import type { PartedFile } from './cursor.ts';
import { type GgufFile, type GgufTensor, readGgufFile } from './gguf-file.ts';
import type { Metadata } from './metadata.ts';
import { EMBEDDING, HEAD, type LinearPlace, linearPlace, lookedUp } from './tensor-names.ts';
import type { TensorType } from './tensor-types.ts';
import { tokenizerOfGguf } from './tokenizer.ts';
import { modelOfGguf, type ReadTensor as ReadWhole, transformerOfGguf } from './transformer.ts';

/** GGUF of llama.cpp: a language model with its vocabulary, weights in blocks under scales. Only what is asked for is read. */
export const gguf: Importer = {
  name: 'gguf',
  description: '.gguf: a language model of llama.cpp (F32, F16, BF16, Q4_0 to Q8_0, Q2_K to Q6_K, IQ4, MXFP4, NVFP4)',
  extensions: ['.gguf'],
  matches: (head) => latin1(head.subarray(0, 4)) === 'GGUF',
  read: ({ file, bytes }) =>
    readSource(openGguf({ file, size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) })),
  open: ({ file, fileBytes, part }) => openGguf({ file, size: fileBytes, read: part }),
};

function openGguf(parts: PartedFile): WeightSource {
  const header = readGgufFile(parts);
  return { format: 'gguf', ...layersOf(parts, header), ...languageOf(parts, header) };
}

type ReadTensor = GgufTensor & { readonly type: TensorType };

/** Values of a tensor, read and decoded. */
function valuesOf(parts: PartedFile, { from, length, shape, type }: ReadTensor) {
  return type.decode(parts.read(from, length), sizeOf(shape));
}

/** How the file's model is executed, where it has one. */
function languageOf(parts: PartedFile, header: GgufFile): Pick<WeightSource, 'language' | 'model'> {
  if (!header.tensors.some(({ name }) => name === EMBEDDING)) return {};
  const model = modelOfGguf(header);
  const readTensor: ReadWhole = (tensor) => ({
    type: 'fp32',
    shape: tensor.shape,
    values: isRead(tensor) ? valuesOf(parts, tensor) : new Float32Array(sizeOf(tensor.shape)),
  });
  return {
    ...(model && { model }),
    language: {
      transformer: () => transformerOfGguf(header, readTensor),
      tokenizer: () => tokenizerOfGguf(header.metadata),
    },
  };
}

interface Linear {
  readonly tensor: ReadTensor;
  readonly place: LinearPlace;
}

/** Linear layers in the order in which a token meets them, the head last; everything else is skipped with its reason. */
function layersOf(parts: PartedFile, { tensors, metadata }: GgufFile) {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const skipped: Skipped[] = [];
  const linears = tensors.flatMap((tensor): Linear[] => {
    const { name, shape, type } = tensor;
    const place = linearPlace(name);
    if (place !== undefined && shape.length === (place.isExperts ? 3 : 2)) {
      if (isRead(tensor)) return [{ tensor, place }];
      skipped.push({ name, reason: `${type as string}, shape ${formatShape(shape)}`, kind: 'unread' });
    } else skipped.push(noLayer(tensor));
    return [];
  });
  const embedding = byName.get(EMBEDDING);
  const tied = byName.has(HEAD) || embedding === undefined || !isRead(embedding) ? undefined : embedding;
  if (tied !== undefined) linears.push({ tensor: { ...tied, name: HEAD }, place: linearPlace(HEAD)! });
  const heads = linears.toSorted(asMet).flatMap(({ tensor, place }) => {
    const bias = byName.get(tensor.name.replace(/weight$/, 'bias'));
    return headsOf(parts, tensor, place, bias && isRead(bias) ? bias : undefined);
  });
  return { heads, skipped, warnings: notes(metadata, linears, tied !== undefined) };
}

function isRead(tensor: GgufTensor): tensor is ReadTensor {
  return typeof tensor.type !== 'string';
}

/** Block by block, the head last; within a block as they follow one another. */
function asMet({ place: a }: Linear, { place: b }: Linear): number {
  return (a.block ?? Infinity) - (b.block ?? Infinity) || a.order - b.order;
}

function noLayer({ name, shape }: GgufTensor): Skipped {
  const text = `shape ${formatShape(shape)}`;
  const table = lookedUp(name);
  if (table !== undefined) return { name, reason: `${table.what}, ${text}`, kind: table.kind };
  if (shape.length < 2) return { name, reason: `one-dimensional, ${text}: no weight matrix` };
  return { name, reason: `not named as a weight, ${text}`, kind: 'table' };
}

/** One layer, or one for each expert: whole blocks of the tensor's bytes each. */
function headsOf(
  parts: PartedFile,
  tensor: ReadTensor,
  { isExperts, block }: LinearPlace,
  bias?: ReadTensor,
): LayerHead[] {
  const [rows, columns] = tensor.shape.slice(-2);
  const experts = isExperts ? tensor.shape[0] : 1;
  return Array.from({ length: experts }, (_, index): LayerHead => {
    const head = {
      name: isExperts ? `${tensor.name}.${index}` : tensor.name,
      kind: 'fullyConnected' as const,
      shape: [rows, columns],
      numberFormat: tensor.type.name,
      storedBitsPerWeight: tensor.type.bits,
    };
    return {
      ...head,
      rows,
      columns,
      ...(isExperts && block !== undefined && { expert: { block, index } }),
      read: () => ({
        ...head,
        matrix: { kind: 'dense', rows, columns, values: valuesOf(parts, share(tensor, experts, index)) },
        ...(bias && { bias: valuesOf(parts, share(bias, experts, index)) }),
      }),
    };
  });
}

/** Entry `index` of so many along the first axis. */
function share(tensor: ReadTensor, entries: number, index: number): ReadTensor {
  const { from, length, shape } = tensor;
  if (entries === 1) return tensor;
  const own = length / entries;
  return { ...tensor, from: from + index * own, length: own, shape: shape.slice(1) };
}

function notes(metadata: Metadata, linears: readonly Linear[], isTied: boolean): string[] {
  const unknown = linears.filter(({ place }) => place.role === undefined).map(({ tensor }) => tensor.name);
  const parts = metadata.get('split.count');
  return [
    ...(isTied ? [`${HEAD}: no tensor of its own, shares the table of ${EMBEDDING}: a layer all the same`] : []),
    ...(unknown.length === 0
      ? []
      : [
          `${unknown[0]}${unknown.length > 1 ? ` and ${unknown.length - 1} more` : ''}: not a name of llama.cpp that is known, read as a layer all the same`,
        ]),
    ...(typeof parts === 'number' && parts > 1
      ? [`part ${Number(metadata.get('split.no') ?? 0) + 1} of ${parts} of a model: the other layers are in the others`]
      : []),
  ];
}
