import { latin1 } from '../../../base/files/bytes.ts';
import { readOrThrow } from '../../../base/files/files.ts';
import type { ImportedLayer, Skipped } from '../../imported-weights.ts';
import type { LanguageSource } from '../../language/language-source.ts';
import type { Values } from '../../values.ts';
import { budgetOf, type Importer, type Source } from '../importer.ts';
import { formatShape, sizeOf } from '../tensors/named-tensor.ts';
import type { PartedFile } from './cursor.ts';
import { type GgufFile, type GgufTensor, readGgufFile } from './gguf-file.ts';
import type { Metadata } from './metadata.ts';
import { EMBEDDING, HEAD, type LinearPlace, linearPlace, lookedUp } from './tensor-names.ts';
import type { TensorType } from './tensor-types.ts';
import { tokenizerOfGguf } from './tokenizer.ts';
import { type ReadTensor as ReadWhole, transformerOfGguf } from './transformer.ts';

/** GGUF of llama.cpp: a language model with its vocabulary, weights in blocks under scales. Only what is asked for is read. */
export const gguf: Importer = {
  name: 'gguf',
  description: '.gguf: a language model of llama.cpp (F32, F16, BF16, Q4_0 to Q8_0, Q2_K to Q6_K, IQ4, MXFP4, NVFP4)',
  extensions: ['.gguf'],
  matches: (head) => latin1(head.subarray(0, 4)) === 'GGUF',
  readsParts: true,
  read(source) {
    const parts = partsOf(source);
    const header = readGgufFile(parts);
    return { format: 'gguf', ...layersOf(source, parts, header), ...languageOf(parts, header) };
  },
};

/** The file as one of which parts are read. */
export function partsOf({ files, file, bytes, size }: Source): PartedFile {
  if (size === undefined || files === undefined)
    return { file, size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) };
  return {
    file,
    size,
    read: (from, length) => readOrThrow(files, file, 'FILE_UNREADABLE', { from, length }),
  };
}

type ReadTensor = GgufTensor & { readonly type: TensorType };

/** Values of a tensor, read and decoded. */
export function valuesOf(parts: PartedFile, { from, length, shape, type }: ReadTensor) {
  return type.decode(parts.read(from, length), sizeOf(shape));
}

/** How the file's model is executed, where it has one. */
function languageOf(parts: PartedFile, header: GgufFile): { language?: LanguageSource } {
  if (!header.tensors.some(({ name }) => name === EMBEDDING)) return {};
  const readTensor: ReadWhole = (tensor) => ({
    type: 'fp32',
    shape: tensor.shape,
    values: isRead(tensor) ? valuesOf(parts, tensor) : new Float32Array(sizeOf(tensor.shape)),
  });
  return {
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
function layersOf(source: Source, parts: PartedFile, { tensors, metadata }: GgufFile) {
  const budget = budgetOf(source);
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
  const layers = linears.toSorted(asMet).flatMap(({ tensor, place }) => {
    budget.take(4 * sizeOf(tensor.shape), `weights of "${tensor.name}"`);
    const bias = byName.get(tensor.name.replace(/weight$/, 'bias'));
    return matricesOf(tensor, place, valuesOf(parts, tensor), bias && isRead(bias) ? valuesOf(parts, bias) : undefined);
  });
  return { layers, skipped, warnings: notes(metadata, linears, tied !== undefined) };
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

/** One layer, or one for each expert. */
function matricesOf(tensor: ReadTensor, { isExperts }: LinearPlace, values: Values, bias?: Values): ImportedLayer[] {
  const [rows, columns] = tensor.shape.slice(-2);
  const experts = isExperts ? tensor.shape[0] : 1;
  return Array.from({ length: experts }, (_, expert) => ({
    name: isExperts ? `${tensor.name}.${expert}` : tensor.name,
    kind: 'fullyConnected',
    shape: [rows, columns],
    numberFormat: tensor.type.name,
    storedBitsPerWeight: tensor.type.bits,
    matrix: {
      kind: 'dense',
      rows,
      columns,
      values: values.subarray(expert * rows * columns, (expert + 1) * rows * columns),
    },
    ...(bias && { bias: bias.subarray(expert * rows, (expert + 1) * rows) }),
  }));
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
