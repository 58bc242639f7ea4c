import { z } from '../../base/zod.ts';
import { FAMILIES } from '../models/families/index.ts';
import { type LatentSizes, linearsOf, type ModelSizes, windowsOf } from '../models/model.ts';
import { count, fraction } from '../yaml/numeric.ts';
import { codebookValues } from './layer-sources.ts';
import type { LayerConfig, ModelConfig } from './network.ts';

const size = (example: number, description: string) => count({ minimum: 1, maximum: 2 ** 20, example, description });

/** A language model by its sizes: its linear layers are drawn at random, one at a time. */
export const modelSchema = z
  .strictObject({
    type: z
      .enum(FAMILIES.flatMap(({ modelTypes }) => modelTypes) as [string, ...string[]])
      .meta({ description: 'Architecture, as model_type of a config.json names it', examples: ['llama'] }),
    blocks: count({ minimum: 1, maximum: 1024, example: 32, description: 'Transformer blocks' }),
    hidden: size(4096, 'Width of a token between blocks'),
    feedForward: size(11008, 'Width of the feed-forward part, or of one expert'),
    heads: size(32, 'Attention heads'),
    keyValueHeads: size(32, 'Heads of keys and values; left out: as many as heads').optional(),
    headSize: size(128, 'Width of a head; left out: hidden / heads').optional(),
    vocabulary: size(32000, 'Rows of the output head'),
    experts: size(8, 'Experts in each block of a mixture').optional(),
    expertsPerToken: size(2, 'Experts that a token uses: only those are run').optional(),
    sharedFeedForward: size(5632, 'Width of the part of a mixture that every token uses').optional(),
    latent: z
      .strictObject({
        rank: size(512, 'Width of the vector of which keys and values are made'),
        turned: size(64, 'Elements of a key that are turned, the same for all heads'),
        value: size(128, 'Width of the values of a head'),
        query: size(
          1536,
          'Width of the vector of which queries are made; left out: they are made of the token',
        ).optional(),
      })
      .optional()
      .meta({
        description: 'Multi-head latent attention (DeepSeek): what is cached of a token is one vector for all heads',
      }),
    leading: z
      .strictObject({
        blocks: count({ minimum: 1, maximum: 1024, example: 3, description: 'How many' }),
        feedForward: size(18432, 'Width of their feed-forward part'),
      })
      .optional()
      .meta({ description: 'The first blocks of a mixture, where they have no experts' }),
    window: size(4096, 'Tokens that attention sees, the token itself included; left out: all').optional(),
    windowPattern: count({
      minimum: 1,
      maximum: 1024,
      example: 2,
      description: 'The last of each so many blocks sees all tokens although there is a window; left out: none does',
    }).optional(),
    weightDensity: fraction({ example: 0.5, description: 'Share of the weights that are not zero' }),
    headDensity: fraction({
      example: 1,
      description: 'The same of the output head; left out: as all others',
    }).optional(),
    activationDensity: fraction({
      example: 1,
      description: 'Share of the inputs of a layer that are not zero',
    }).prefault(1),
    codebookValues: codebookValues.optional(),
  })
  .meta({ description: 'The linear layers of a language model, drawn at random with exact densities' });

export type ModelData = z.output<typeof modelSchema>;

/** The sizes that the file leaves out follow from the others. */
export function modelOf(data: ModelData): ModelConfig {
  const { type, blocks, hidden, feedForward, heads, vocabulary, experts = 0, expertsPerToken = experts } = data;
  const { window, windowPattern, sharedFeedForward, latent, leading } = data;
  const { keyValueHeads = heads, headSize = Math.floor(hidden / heads) } = data;
  const sizes: ModelSizes = {
    blocks,
    hidden,
    feedForward,
    heads,
    keyValueHeads,
    headSize,
    vocabulary,
    embedding: hidden,
    experts,
    expertsPerToken,
    ...(sharedFeedForward !== undefined && { sharedFeedForward }),
    ...(latent && { latent: { ...latent } as LatentSizes }),
    ...(leading && { leading }),
    tiedHead: false,
    ...windowsOf(blocks, (block) =>
      windowPattern !== undefined && (block + 1) % windowPattern === 0 ? undefined : window,
    ),
  };
  return { type, sizes };
}

/** The linear layers that a token uses, in its order. */
export function modelLayers({ type, sizes }: ModelConfig, data: ModelData): LayerConfig[] {
  const family = FAMILIES.find(({ modelTypes }) => modelTypes.includes(type))!;
  const { weightDensity, headDensity = weightDensity, activationDensity, codebookValues = null } = data;
  const used = linearsOf({ family, sizes }).filter(({ expert = -1 }) => expert < sizes.expertsPerToken);
  return used.map(({ role, module, rows, columns }) => ({
    name: module,
    kind: 'fullyConnected',
    activation: 'none',
    generate: {
      rows,
      columns,
      weightDensity: role === 'head' ? headDensity : weightDensity,
      activationDensity,
      codebookValues,
      rowSpread: 0,
      columnSpread: 0,
      seed: null,
    },
  }));
}
