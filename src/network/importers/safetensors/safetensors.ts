import { decodeElements } from '../elements/element-kinds.ts';
import type { Importer } from '../importer.ts';
import { type AsStored, Held, lazyTensor, type NamedTensor, sizeOf } from '../tensors/named-tensor.ts';
import { headsOfTensors, layersOfTensors } from '../tensors/tensor-layers.ts';
import { configsBeside, hintsBeside, shardNote } from './quantization-hints.ts';
import { openSafetensorsFile, readSafetensorsFile, type StoredTensor } from './safetensors-file.ts';

/** Hugging Face safetensors: named tensors, weights and whatever else a module keeps. */
export const safetensors: Importer = {
  name: 'safetensors',
  description: '.safetensors: named tensors',
  extensions: ['.safetensors'],
  matches: (head) => head.length > 8 && head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0),
  neighbours: configsBeside,
  read(source) {
    const { file, bytes } = source;
    const { tensors } = readSafetensorsFile(file, bytes);
    const read = layersOfTensors(source, namedTensors(tensors), hintsBeside(source));
    return { format: 'safetensors', ...read, warnings: [...shardNote(file), ...read.warnings] };
  },
  open(place) {
    const { file, fileBytes, part } = place;
    const { tensors } = openSafetensorsFile(file, fileBytes, part);
    const found = headsOfTensors(file, namedTensors(tensors), hintsBeside(place));
    return { format: 'safetensors', ...found, warnings: [...shardNote(file), ...found.warnings] };
  },
};

/** Tensors of one or more files that are read when their values are asked for, and let go together. */
export function namedTensors(tensors: readonly StoredTensor[]): NamedTensor[] {
  const held = new Held();
  return tensors.map((tensor) => {
    const { name, shape, kind, length } = tensor;
    const asStored = asStoredOf(tensor, 0);
    const head = { name, shape, numberFormat: kind.name, storedBits: 8 * length, held, ...(asStored && { asStored }) };
    return lazyTensor({ ...head, entry: (index: number) => entryOf(tensor, index) }, () =>
      decodeElements(tensor.bytes, kind, sizeOf(shape)),
    );
  });
}

/** Kinds of elements that are read as they lie. */
const AS_STORED: ReadonlySet<string> = new Set<AsStored['format']>(['bf16', 'fp16', 'fp32']);

/** The bytes behind byte `from` of a tensor. */
function asStoredOf({ kind, part }: StoredTensor, from: number): AsStored | undefined {
  if (!AS_STORED.has(kind.name)) return undefined;
  return {
    format: kind.name as AsStored['format'],
    fill(at, into) {
      const bytes = part(from + at, into.length, into);
      if (bytes.buffer !== into.buffer) into.set(bytes);
    },
  };
}

/** Entry `index` of the first axis; its bytes are whole ones where the tensor's are. */
function entryOf(tensor: StoredTensor, index: number): NamedTensor {
  const { name, shape, kind, length, part } = tensor;
  const own = shape.slice(1);
  const bytes = length / shape[0];
  const asStored = asStoredOf(tensor, index * bytes);
  return lazyTensor({ name, shape: own, numberFormat: kind.name, ...(asStored && { asStored }) }, () =>
    decodeElements(part(index * bytes, bytes), kind, sizeOf(own)),
  );
}
