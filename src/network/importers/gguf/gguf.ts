import { latin1 } from '../../../base/files/bytes.ts';
import type { Files } from '../../../base/files/files.ts';
import type { Skipped } from '../../imported-weights.ts';
import { notExecuted } from '../../language/language-source.ts';
import { type LayerHead, readSource, type WeightSource } from '../../weight-source.ts';
import type { Importer } from '../importer.ts';
import { formatShape, sizeOf } from '../tensors/named-tensor.ts';
import { ArchitectureKeys } from './architecture-keys.ts';
import type { PartedFile } from './cursor.ts';
import { type GgufFile, type GgufTensor, readGgufFile } from './gguf-file.ts';
import type { Metadata } from './metadata.ts';
import { joinParts, otherParts } from './split-files.ts';
import { EMBEDDING, HEAD, type LinearPlace, linearPlace, lookedUp } from './tensor-names.ts';
import type { TensorType } from './tensor-types.ts';
import { tokenizerOfGguf } from './tokenizer.ts';
import { furtherBlocks, modelOfGguf, type ReadTensor as ReadWhole, transformerOfGguf } from './transformer.ts';

/** GGUF of llama.cpp: a language model with its vocabulary, weights in blocks under scales. Only what is asked for is read. */
export const gguf: Importer = {
  name: 'gguf',
  description: '.gguf: a language model of llama.cpp (F32, F16, BF16, Q4_0 to Q8_0, Q2_K to Q6_K, IQ4, MXFP4, NVFP4)',
  extensions: ['.gguf'],
  matches: (head) => latin1(head.subarray(0, 4)) === 'GGUF',
  read: ({ files, file, bytes }) =>
    readSource(
      openGguf({ file, size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) }, files),
    ),
  open: ({ files, file, fileBytes, part }) => openGguf({ file, size: fileBytes, read: part }, files),
  neighbours: ({ file }) => otherParts(file),
};

function openGguf(parts: PartedFile, files?: Files): WeightSource {
  const own = readGgufFile(parts);
  const header = joinParts(files, parts.file, own);
  const experts = expertsOfToken(header.metadata);
  return {
    format: 'gguf',
    ...layersOf(header),
    ...languageOf(parts.file, header),
    ...(experts !== undefined && { expertsPerToken: experts }),
  };
}

/** Experts of a block that a token uses, as the file says, whatever its architecture. */
function expertsOfToken(metadata: Metadata): number | undefined {
  const used = metadata.get(`${String(metadata.get('general.architecture'))}.expert_used_count`);
  return typeof used === 'number' && used > 0 ? used : undefined;
}

type ReadTensor = GgufTensor & { readonly type: TensorType };

/** Values of a tensor, read and decoded. */
function valuesOf({ source, from, length, shape, type }: ReadTensor) {
  return type.decode(source.read(from, length), sizeOf(shape));
}

/** How the file's model is executed, where it has one. */
function languageOf(file: string, header: GgufFile): Pick<WeightSource, 'language' | 'model'> {
  if (!header.tensors.some(({ name }) => name === EMBEDDING))
    return { language: notExecuted(`there is no ${EMBEDDING}`) };
  const model = modelOfGguf(file, header);
  const readTensor: ReadWhole = (tensor) => ({
    type: 'fp32',
    shape: tensor.shape,
    values: isRead(tensor) ? valuesOf(tensor) : new Float32Array(sizeOf(tensor.shape)),
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
function layersOf({ metadata, tensors }: GgufFile) {
  const keys = new ArchitectureKeys(metadata, String(metadata.get('general.architecture')));
  const written = keys.number('block_count', Infinity) - furtherBlocks(keys);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const skipped: Skipped[] = [];
  const linears = tensors.flatMap((stored): Linear[] => {
    const place = linearPlace(stored.name);
    const [, block = -1] = /^blk\.(\d+)\./.exec(stored.name) ?? [];
    if (Number(block) >= written && furtherBlocks(keys) > 0) {
      const reason = `of a block that predicts a further token, shape ${formatShape(stored.shape)}`;
      skipped.push({ name: stored.name, reason, kind: 'other part' });
      return [];
    }
    // one output is stored as a vector
    const isRow = place?.role === 'sharedOpening' && stored.shape.length === 1;
    const tensor = isRow ? { ...stored, shape: [1, ...stored.shape] } : stored;
    const { name, shape, type } = tensor;
    if (place !== undefined && shape.length === (place.each === undefined ? 2 : 3)) {
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
    return headsOf(tensor, place, bias && isRead(bias) ? bias : undefined);
  });
  return { heads, skipped, warnings: notes(linears, tied !== undefined) };
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

/** One layer, or one for each expert or head: whole blocks of the tensor's bytes each. */
function headsOf(tensor: ReadTensor, { each, block }: LinearPlace, bias?: ReadTensor): LayerHead[] {
  const [rows, columns] = tensor.shape.slice(-2);
  const parts = each === undefined ? 1 : tensor.shape[0];
  return Array.from({ length: parts }, (_, index): LayerHead => {
    const head = {
      name: each !== undefined ? `${tensor.name}.${index}` : tensor.name,
      kind: 'fullyConnected' as const,
      shape: [rows, columns],
      numberFormat: tensor.type.name,
      storedBitsPerWeight: tensor.type.bits,
    };
    return {
      ...head,
      rows,
      columns,
      ...(each === 'expert' && block !== undefined && { expert: { block, index } }),
      read: () => ({
        ...head,
        matrix: { kind: 'dense', rows, columns, values: valuesOf(share(tensor, parts, index)) },
        ...(bias && { bias: valuesOf(share(bias, parts, index)) }),
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

function notes(linears: readonly Linear[], isTied: boolean): string[] {
  const unknown = linears.filter(({ place }) => place.role === undefined).map(({ tensor }) => tensor.name);
  return [
    ...(isTied ? [`${HEAD}: no tensor of its own, shares the table of ${EMBEDDING}: a layer all the same`] : []),
    ...(unknown.length === 0
      ? []
      : [
          `${unknown[0]}${unknown.length > 1 ? ` and ${unknown.length - 1} more` : ''}: not a name of llama.cpp that is known, read as a layer all the same`,
        ]),
  ];
}
