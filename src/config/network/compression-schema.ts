import { z } from '../../base/zod.ts';
import { count, fraction, plainNumber } from '../yaml/numeric.ts';

const magnitude = { minimum: 0, maximum: 1e30 } as const;

/** Keys of pruning; one of density, threshold, quality, pattern, perBank (check-pruning.ts). */
export const pruneShape = {
  density: fraction({ example: 0.1, description: 'Share of the weights that stay' }).optional(),
  threshold: plainNumber({ ...magnitude, example: 0.01, description: 'Least magnitude that stays' }).optional(),
  quality: plainNumber({
    ...magnitude,
    example: 1.2,
    description: 'Least magnitude that stays, in standard deviations (Han et al. 2015)',
  }).optional(),
  pattern: z
    .string()
    .min(1)
    .meta({
      description: 'N:M: each M consecutive inputs of a row keep their N largest weights',
      examples: ['2:4'],
    })
    .optional(),
  perBank: count({
    minimum: 1,
    maximum: 65536,
    example: 6,
    description: "Weights that each of a row's banks keeps (bank-balanced)",
  }).optional(),
  banks: count({ minimum: 1, maximum: 65536, example: 64, description: 'Banks of a row, with perBank' }).optional(),
  balance: z
    .enum(['processingElements', 'columns'])
    .meta({
      description:
        'With density: as many weights on each PE, of the whole layer (load-balance-aware, ESE) or of each column',
    })
    .optional(),
  processingElements: count({
    minimum: 1,
    maximum: 65536,
    example: 64,
    description: 'PEs that rows are dealt to, with balance (left out: 64)',
  }).optional(),
  blockRows: count({
    minimum: 1,
    maximum: 65536,
    example: 16,
    description: 'With density: the weights of so many rows and one input stay or go together (coarse-grained)',
  }).optional(),
  scope: z.enum(['layer', 'global']).prefault('layer').meta({ description: 'Each layer by itself, or all together' }),
};

const prune = z
  .strictObject(pruneShape)
  .meta({ description: 'Pruning by magnitude; one of density, threshold, quality, pattern, perBank' });

const share = z
  .strictObject({
    codeBits: count({
      minimum: 1,
      maximum: 8,
      example: 4,
      description: 'Bits of a code; code 0 is reserved for padding',
    }),
    initialisation: z
      .enum(['linear', 'density', 'forgy'])
      .prefault('linear')
      .meta({ description: 'First centroids of k-means' }),
    seed: count({ minimum: 0, maximum: 2 ** 32 - 1, example: 1, description: 'Seed of forgy' }).prefault(1),
  })
  .meta({ description: 'Weight sharing' });

/** What is done to imported weights before they run; without `share` a machine with a codebook shares them into its own codes. */
export const compression = z
  .strictObject({
    prune: prune.optional(),
    share: share.optional(),
    format: z
      .string()
      .min(1)
      .meta({ description: 'Number format of the weights', examples: ['q7.8'] })
      .optional(),
  })
  .meta({ description: 'Pruning, sharing and quantization of imported weights' });
