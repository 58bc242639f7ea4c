import { z } from '../../base/zod.ts';
import { count, head, number, numbers, optionalNumber, text } from './parts.ts';

const share = number.min(0).max(1);
const accuracy = z.looseObject({
  top1: share.describe('share of the samples whose largest output is that of their class'),
  standardError: number.describe('of top1, from the number of samples'),
  loss: number.describe('mean cross-entropy'),
});

const counts = z.array(count);
const symbols = z.looseObject({ symbols: counts, counts, lengths: counts }).optional();

/** A layer behind a stage. */
const layer = z.looseObject({
  name: text,
  weights: count,
  kept: count,
  density: share,
  bytes: count,
  histogram: z
    .looseObject({ width: number, first: z.int(), counts })
    .describe('of the weights that are left; the first bin is from first x width on')
    .optional(),
  codebook: z
    .looseObject({ values: numbers, counts })
    .describe('values that weights share, and how many weights have each')
    .optional(),
  huffman: z
    .looseObject({ codes: symbols, gaps: symbols })
    .describe('codes and relative indices that occur, how often, and the bits of their Huffman codes')
    .optional(),
});

export const training = z.looseObject({
  ...head,
  name: text,
  file: text,
  seed: count,
  recipe: z.looseObject({}),
  samples: z.looseObject({ train: count, test: count }),
  network: z.looseObject({ weights: count }),
  accounting: text,
  stages: z
    .array(
      z.looseObject({
        name: text,
        kind: text,
        accuracy: accuracy.describe('on the test data'),
        density: share.describe('share of the weights that are left'),
        bytes: count.describe('all that is stored, as `accounting` says'),
        compressionRate: number.describe('bytes of all weights and biases in fp32 over bytes'),
        layers: z.array(layer),
        charge: z
          .looseObject({
            hardware: text,
            validation: text.optional(),
            inferences: count,
            energyPj: optionalNumber,
            timeUs: optionalNumber,
          })
          .describe('mean of an inference on the machine of the recipe')
          .optional(),
        sensitivity: z
          .array(z.looseObject({ name: text, points: z.array(z.looseObject({ density: share, top1: share })) }))
          .describe('accuracy if one layer alone is pruned')
          .optional(),
        epochs: z
          .array(z.looseObject({ epoch: count, learningRate: number, loss: number, trainTop1: share, top1: share }))
          .optional(),
      }),
    )
    .min(1),
  mask: z
    .looseObject({ layer: text, rows: count, columns: count, bits: text })
    .describe('which weights of the first layer are left: a bit for each, row by row, base64')
    .optional(),
});
