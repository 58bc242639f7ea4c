import { z } from '../../base/zod.ts';
import { fraction, quantity } from '../yaml/numeric.ts';
import { compression } from './compression-schema.ts';
import { batch, layerSources, seed } from './layer-sources.ts';
import { modelSchema } from './model-schema.ts';

const published = z
  .strictObject({
    time: quantity('time', 'us', {
      minimum: 1e-6,
      maximum: 1e12,
      example: '9.9 us',
      description: 'Time that a paper gives for the layer',
    }),
    source: z.string().min(1).meta({ description: 'Paper, table, row' }),
    machine: z
      .string()
      .min(1)
      .meta({ description: 'Kind of machine that it is the time of (left out: any)', examples: ['eie'] })
      .optional(),
  })
  .meta({ description: 'A published figure to compare with' });

const publishedShares = z
  .strictObject({
    source: z.string().min(1).meta({ description: 'Paper, table' }),
    shares: z
      .array(
        z.strictObject({
          counter: z
            .string()
            .min(1)
            .meta({ description: 'A counter that is a share of the cycles', examples: ['activeShare'] }),
          share: fraction({ example: '12.7 %', description: 'Published share of all cycles' }),
        }),
      )
      .min(1)
      .meta({ description: 'Shares of the cycles of the whole network' }),
    otherShare: fraction({
      example: '17.5 %',
      description: 'Published share of cycles in which the machine does what is not simulated here',
    }).prefault(0),
  })
  .meta({ description: 'Published shares of the cycles, to compare with' });

const layer = z.strictObject({
  name: z
    .string()
    .min(1)
    .meta({ description: 'Name of the layer', examples: ['fc8'] }),
  kind: z.enum(['fullyConnected']).prefault('fullyConnected').meta({ description: 'Kind of layer' }),
  ...optional(layerSources),
  activation: z
    .enum(['none', 'relu', 'sigmoid', 'tanh', 'softmax'])
    .meta({ description: 'What follows the layer in a chain, none by default' })
    .optional(),
  published: published.optional(),
});

/** The network config. */
export const networkSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta({ description: 'Name of the network', examples: ['EIE benchmark'] }),
    seed: seed.prefault(1),
    batch: batch.prefault(1),
    layers: z.array(layer).min(1).meta({ description: 'Layers, in order' }).optional(),
    model: modelSchema.optional(),
    chain: z
      .boolean()
      .meta({
        description: 'true: the outputs of a layer are the inputs of the next; otherwise each has an input of its own',
      })
      .optional(),
    weights: z
      .string()
      .min(1)
      .meta({ description: 'Weight file with all layers (and, where it has one, their graph), relative to this file' })
      .optional(),
    prototxt: z.string().min(1).meta({ description: 'Caffe description of a Deep-Compression .net file' }).optional(),
    compress: compression.optional(),
    inputs: z
      .string()
      .min(1)
      .meta({
        description:
          'Inputs: .npy (one, or a batch of them) or .npz (an array for each input by name); without it they are generated',
      })
      .optional(),
    activationDensity: fraction({ example: 0.35, description: 'Density of generated inputs, 1 by default' }).optional(),
    inputShapes: z
      .record(
        z.string(),
        z
          .array(
            z
              .int()
              .min(0)
              .max(2 ** 20),
          )
          .min(1),
      )
      .meta({
        description:
          'Shapes of generated inputs, by name, where the file leaves dimensions open, or those dimensions by the names that it has for them; also shapes of values that cannot be computed, which are then generated',
        examples: [{ x: [1, 3, 48, 192] }, { sequence_length: [1], past_sequence_length: [127] }],
      })
      .optional(),
    layersAlone: z
      .boolean()
      .meta({
        description:
          'Each layer by itself with one input vector, even where the file tells how they are connected: counts are then those of one product',
      })
      .optional(),
    inputValues: z
      .record(z.string(), z.number())
      .meta({ description: 'Inputs that hold one value, by name', examples: [{ sr: 16000 }] })
      .optional(),
    published: publishedShares.optional(),
    labels: z.string().min(1).meta({ description: 'Right answers (.npy), one for each input' }).optional(),
  })
  .meta({ title: 'picojoule network config' });

export type NetworkData = z.output<typeof networkSchema>;
export type LayerData = z.output<typeof layer>;

function optional<Sources extends Readonly<Record<string, z.ZodType>>>(
  sources: Sources,
): { [Name in keyof Sources]: z.ZodOptional<Sources[Name]> } {
  return Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, source.optional()])) as never;
}
