import { z } from '../../base/zod.ts';
import { count, fraction, plainNumber } from '../yaml/numeric.ts';

const SIZE = { minimum: 1, maximum: 2 ** 20 } as const;
export const seed = count({ minimum: 0, maximum: 2 ** 32 - 1, example: 1, description: 'Seed of what is generated' });

export const batch = count({
  minimum: 1,
  maximum: 65536,
  example: 1,
  description:
    'Inferences that run together; a machine that amortises over inputs (a systolic array) gets theirs at once',
});

/** Standard deviation of the logarithm of a scale. */
const spread = (what: string) =>
  plainNumber({
    minimum: 0,
    maximum: 1,
    example: 0.07,
    description: `How unevenly ${what} are filled: weights are Gaussian, scaled by ${what} with this standard deviation of the logarithm, and one threshold keeps those of weightDensity (left out: evenly)`,
  }).prefault(0);

export const codebookValues = count({
  minimum: 1,
  maximum: 255,
  example: 15,
  description: 'Shared values, code 0 (padding) not counted; left out: as many as the codes hold',
});

/** Weights and activations drawn at random: as many non-zeros as the densities ask for, exactly. */
const generate = z
  .strictObject({
    rows: count({ ...SIZE, example: 1000, description: 'Outputs' }),
    columns: count({ ...SIZE, example: 4096, description: 'Inputs' }),
    weightDensity: fraction({ example: 0.25, description: 'Share of the weights that are not zero' }),
    activationDensity: fraction({ example: 0.375, description: 'Share of the input activations that are not zero' }),
    codebookValues: codebookValues.optional(),
    rowSpread: spread('rows'),
    columnSpread: spread('columns'),
    seed: seed.optional(),
  })
  .meta({ description: 'A layer drawn at random with exact densities' });

const file = (description: string) => z.string().min(1).meta({ description });

/** One layer of a weight file. */
const weights = z
  .strictObject({
    file: file('Weight file (.npy, .npz, .safetensors, .onnx, .mtx, .smtx, .net), relative to this file'),
    layer: file('Which layer of the file; may be left out where it has only one').optional(),
    prototxt: file('Caffe description of a Deep-Compression .net file').optional(),
    inputs: file('Input vector of the layer (.npy)').optional(),
    activationDensity: fraction({
      example: 0.375,
      description: 'Density of a generated input vector, 1 by default',
    }).optional(),
    seed: seed.optional(),
  })
  .meta({ description: 'A layer of a weight file' });

/** Where a layer's weights may come from: a layer names exactly one. A new source is one line here. */
export const layerSources = { generate, weights };
