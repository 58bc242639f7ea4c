import { z } from '../../base/zod.ts';
import { seed } from '../../config/network/layer-sources.ts';
import { count } from '../../config/yaml/numeric.ts';

const value = z.union([z.number(), z.string(), z.boolean()]);
const amount = z.union([z.number(), z.string()]);

const range = z.strictObject({
  from: amount.meta({ description: 'First value', examples: ['400 MHz'] }),
  to: amount.meta({ description: 'Last value, met exactly or not', examples: ['1200 MHz'] }),
  step: amount
    .optional()
    .meta({ description: 'What is added each time, in exact decimal steps', examples: ['100 MHz'] }),
  times: z
    .number()
    .optional()
    .meta({ description: 'Factor from one value to the next', examples: [2] }),
});

/** Values with names of their own: for keys of a recipe. */
const named = z.record(z.string(), z.unknown());

const better = z.enum(['low', 'high']);

/** More points than this are refused unless the sweep says otherwise: a misplaced digit should not run for a week. */
const MOST_POINTS = 100_000;

/** The sweep: a base machine and network, and the axes along which they change. */
export const sweepSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta({ description: 'Name of the sweep in tables and charts', examples: ['Queue depth'] }),
    hardware: z
      .string()
      .min(1)
      .prefault('eie-64pe')
      .meta({
        description: 'Base machine: a file, or the name of a built-in one; left out where `machine` is an axis',
        examples: ['eie-64pe'],
      }),
    network: z
      .string()
      .min(1)
      .prefault('eie-benchmark')
      .meta({ description: 'Base network: a file, or the name of a built-in one', examples: ['eie-benchmark'] }),
    training: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          'Recipe that trains the network of each point, instead of `network`: a file, or the name of a built-in one',
        examples: ['lenet-300-100'],
      }),
    seed: seed.optional(),
    set: z
      .record(z.string(), value)
      .prefault({})
      .meta({ description: 'Keys of the base machine, and of the recipe (`training.`), that differ from their files' }),
    axes: z.record(z.string(), z.union([z.array(value), range, amount, named])).meta({
      description:
        'Config key -> values: a list, `32..512 bit doubling`, `0.1..0.5 step 0.1`, `from 1 to 9 step 2`, or { from, to, step | times }; outermost first. Also `machine` (hardware configs), seed, network, layer, weightDensity, activationDensity, codebookValues, batch, and keys of the recipe: `training.learningRate`, `training.prune.density`; those that are lists or mappings, such as `training.stages`, have names for their values',
      examples: [{ 'activationQueue.depth': [2, 4, 8, 16] }],
    }),
    whereKnown: z
      .array(z.string())
      .prefault([])
      .meta({
        description:
          'With the axis `machine`: axes, and keys of `set`, that change only those machines that have them; the others have one point for all their values. What is not listed must be a key of every machine. The same of keys of stages where recipes differ in their stages',
        examples: [['activationQueue.depth']],
      }),
    zip: z
      .array(z.array(z.string()))
      .prefault([])
      .meta({ description: 'Axes that advance together instead of being crossed' }),
    constraints: z
      .array(z.string())
      .prefault([])
      .meta({
        description: 'Comparisons of config keys; points where one is false are left out',
        examples: ['processingElements * activationQueue.depth <= 4096'],
      }),
    metrics: z
      .union([z.array(z.string()), z.record(z.string(), z.string())])
      .optional()
      .meta({
        description: 'Numbers of the result record, or name: expression of them',
        examples: [['timeUs', 'energyPj.total']],
      }),
    layers: z.boolean().prefault(false).meta({ description: 'Keep the metrics of each layer' }),
    baseline: z
      .record(z.string(), value)
      .optional()
      .meta({
        description: 'Axis values of the points that the others are compared with',
        examples: [{ 'activationQueue.depth': 8 }],
      }),
    pareto: z
      .union([z.array(z.string()), z.record(z.string(), better)])
      .prefault([])
      .meta({
        description: 'Two or three metrics of the front; a list means that low is better',
        examples: [['timeUs', 'energyPj.total']],
      }),
    best: z
      .strictObject({
        metric: z.string().meta({ description: 'Metric to optimise', examples: ['energyPj.total'] }),
        better: better.prefault('low').meta({ description: 'Which end is good' }),
        where: z
          .string()
          .optional()
          .meta({ description: 'A comparison that the point must meet', examples: ['timeUs <= 100'] }),
      })
      .optional()
      .meta({ description: 'The best point under a constraint' }),
    includeDoubtful: z.boolean().prefault(false).meta({
      description:
        'Whether points whose prices are doubtful (of some DRAM parts) may be the best one and on the front; otherwise they are not, unless all are doubtful',
    }),
    maximumPoints: count({
      minimum: 1,
      maximum: 10_000_000,
      example: MOST_POINTS,
      description: 'A larger grid is an error',
    }).prefault(MOST_POINTS),
  })
  .meta({ title: 'picojoule sweep' });

export type SweepData = z.output<typeof sweepSchema>;
export type AxisData = SweepData['axes'][string];
