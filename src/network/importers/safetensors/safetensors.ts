import { decodeElements } from '../elements/element-kinds.ts';
import type { Importer } from '../importer.ts';
import { asStoredOf, Held, lazyTensor, type NamedTensor, sizeOf } from '../tensors/named-tensor.ts';
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
    const asStored = asStoredOf(kind, tensor.part);
    const head = { name, shape, numberFormat: kind.name, storedBits: 8 * length, held, ...(asStored && { asStored }) };
    return lazyTensor({ ...head, entry: (index: number) => entryOf(tensor, index) }, () =>
      decodeElements(tensor.bytes, kind, sizeOf(shape)),
    );
  });
}

/** Entry `index` of the first axis; its bytes are whole ones where the tensor's are. */
function entryOf(tensor: StoredTensor, index: number): NamedTensor {
  const { name, shape, kind, length, part } = tensor;
  const own = shape.slice(1);
  const bytes = length / shape[0];
  const asStored = asStoredOf(kind, (from, size, into) => part(index * bytes + from, size, into));
  return lazyTensor({ name, shape: own, numberFormat: kind.name, ...(asStored && { asStored }) }, () =>
    decodeElements(part(index * bytes, bytes), kind, sizeOf(own)),
  );
}
