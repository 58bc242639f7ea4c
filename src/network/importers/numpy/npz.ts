import { UserError } from '../../../base/user-error.ts';
import type { Skipped } from '../../imported-weights.ts';
import type { Importer } from '../importer.ts';
import { readSparseMembers } from '../sparse/sparse-archive.ts';
import type { NamedTensor } from '../tensors/named-tensor.ts';
import { layersOfTensors } from '../tensors/tensor-layers.ts';
import { isNpy, readNpyArray } from './npy-array.ts';
import { unzip } from './zip-archive.ts';

/** numpy's .npz: a zip archive of .npy arrays, and the sparse arrays of scipy and pydata/sparse that some of them are together. */
export const npz: Importer = {
  name: 'npz',
  description: '.npz: arrays of numpy, sparse ones of scipy and pydata/sparse',
  extensions: ['.npz'],
  matches: (head) => head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5),
  read(source, options) {
    const { file } = source;
    const members = unzip(source);
    const sparse = readSparseMembers(source, members);
    const tensors: NamedTensor[] = [];
    const skipped: Skipped[] = [...sparse.skipped];
    const warnings: string[] = [...sparse.warnings];
    for (const [member, content] of sparse.others) {
      const name = member.replace(/\.npy$/, '');
      if (!isNpy(content)) skipped.push({ name, reason: 'not an .npy array' });
      else {
        const array = readMember(file, name, content, options.dtype);
        if ('reason' in array) skipped.push(array);
        else {
          tensors.push(array);
          warnings.push(...array.warnings.map((warning) => `${name}: ${warning}`));
        }
      }
    }
    const read = layersOfTensors(source, tensors);
    return {
      format: 'npz',
      layers: [...sparse.layers, ...read.layers],
      skipped: [...read.skipped, ...skipped],
      warnings: [...warnings, ...read.warnings],
    };
  },
};

/** A member's array; one of objects, text or complex numbers is skipped, a damaged one is an error. */
function readMember(
  file: string,
  name: string,
  content: Uint8Array,
  dtype?: string,
): (NamedTensor & { warnings: readonly string[] }) | Skipped {
  try {
    return { name, ...readNpyArray(`${file}[${name}]`, content, dtype) };
  } catch (cause) {
    const fault = cause instanceof UserError ? cause.faults[0] : undefined;
    if (fault?.code !== 'NPY_KIND') throw cause;
    return { name, reason: fault.message };
  }
}
