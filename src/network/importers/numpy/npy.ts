import { basename } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Importer } from '../importer.ts';
import { layerOfTensor } from '../tensors/tensor-layers.ts';
import { isNpy, readNpyArray } from './npy-array.ts';

/** numpy's .npy: one array, one layer, named after the file. */
export const npy: Importer = {
  name: 'npy',
  description: '.npy: one array of numpy, versions 1 to 3',
  extensions: ['.npy'],
  matches: isNpy,
  read({ file, bytes }, options) {
    const array = readNpyArray(file, bytes, options.dtype);
    const name = basename(file).replace(/\.npy$/i, '');
    const layer = layerOfTensor({ ...array, name });
    if ('reason' in layer)
      throw UserError.at(
        { file },
        `expected weights of shape (rows, columns) or (outputs, inputs, [height,] width), found ${layer.reason}`,
        'WEIGHT_SHAPE',
      );
    return { format: 'npy', layers: [layer], skipped: [], warnings: array.warnings };
  },
};
