import { decodeElements } from '../elements/element-kinds.ts';
import type { Importer } from '../importer.ts';
import { lazyTensor, sizeOf } from '../tensors/named-tensor.ts';
import { layersOfTensors } from '../tensors/tensor-layers.ts';
import { configsBeside, hintsBeside, shardNote } from './model-folder.ts';
import { readSafetensorsFile } from './safetensors-file.ts';

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
    const named = tensors.map(({ name, shape, kind, bytes: own }) =>
      lazyTensor({ name, shape, numberFormat: kind.name }, () => decodeElements(own, kind, sizeOf(shape))),
    );
    const read = layersOfTensors(source, named, hintsBeside(source));
    return { format: 'safetensors', ...read, warnings: [...shardNote(file), ...read.warnings] };
  },
};
