import { decodeElements, losesIntegers } from '../elements/element-kinds.ts';
import type { Importer } from '../importer.ts';
import { layersOfTensors } from '../tensors/tensor-layers.ts';
import { readSafetensorsFile } from './safetensors-file.ts';

/** Hugging Face safetensors: every tensor of 2 to 4 dimensions is a layer. */
export const safetensors: Importer = {
  name: 'safetensors',
  description: '.safetensors: named tensors',
  extensions: ['.safetensors'],
  matches: (head) => head.length > 8 && head[8] === 0x7b && head.subarray(4, 8).every((byte) => byte === 0),
  read({ file, bytes }) {
    const { tensors } = readSafetensorsFile(file, bytes);
    const warnings: string[] = [];
    const named = tensors.map((tensor) => {
      const count = tensor.shape.reduce((product, size) => product * size, 1);
      const values = decodeElements(tensor.bytes, tensor.kind, count);
      if (losesIntegers(tensor.kind, values))
        warnings.push(`${tensor.name}: ${tensor.kind.name} values beyond 2^53 are not exact`);
      return { name: tensor.name, shape: tensor.shape, numberFormat: tensor.kind.name, values };
    });
    return { format: 'safetensors', ...layersOfTensors(named), warnings };
  },
};
