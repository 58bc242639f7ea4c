import { z } from '../../base/zod.ts';
import { count, fraction, plainNumber, quantity } from '../yaml/numeric.ts';

const words = (description: string) => z.string().min(1).meta({ description });

const data = z
  .enum(['random', 'zeros', 'ones', 'halfZeros', 'sharedOperands'])
  .meta({ description: 'What the operands or bytes held: toggling wires cost, zeros do not' });

/** Gross and net of one thing; net is less the power of the idle card. */
const energies = (unit: string, of: string, maximum: number) => ({
  gross: quantity('energy', unit, {
    minimum: 0,
    maximum,
    example: `1 ${unit}`,
    description: `Energy of ${of}, of the whole card`,
  }),
  net: quantity('energy', unit, {
    minimum: 0,
    maximum,
    example: `1 ${unit}`,
    description: `The same less the power of the idle card`,
  }),
});

const operation = z.strictObject({
  operation: words('What one operation is'),
  data,
  perSecond: plainNumber({
    minimum: 1,
    maximum: 1e18,
    example: 2.057e13,
    description: 'Operations a second, of the whole card',
  }),
  ...energies('pJ', 'one operation', 1e6),
});

const memory = z.strictObject({
  memory: words('Which memory, as its maker calls it'),
  access: z.enum(['read', 'write']),
  data,
  rate: quantity('dataRate', 'B/s', {
    minimum: 1,
    maximum: 1e18,
    example: '3137 GB/s',
    description: 'Bytes a second',
  }),
  ...energies('pJ', 'one byte', 1e6),
});

const batch = count({ minimum: 1, maximum: 1e6, example: 64, description: 'Inputs computed together' });

const layer = z.strictObject({
  layer: words('Name of the layer'),
  outputs: count({ minimum: 1, maximum: 1e9, example: 4096, description: 'Rows of the matrix' }),
  inputs: count({ minimum: 1, maximum: 1e9, example: 9216, description: 'Columns of the matrix' }),
  weightDensity: fraction({ example: 0.09, description: 'Share of the weights that are not zero' }),
  weights: words('How the weights were stored and multiplied'),
  sparse: z.boolean().meta({ description: 'Whether zeros were left out' }),
  batch,
  caches: z
    .enum(['cold', 'hot'])
    .meta({ description: 'cold: weights come from DRAM; hot: the same weights every time' }),
  time: quantity('time', 'us', { minimum: 0, maximum: 1e9, example: '56.02 us', description: 'Time of one input' }),
  gross: energies('uJ', 'one input', 1e9).gross.optional(),
  net: energies('uJ', 'one input', 1e9).net.optional(),
});

const tokensPerSecond = (example: number) =>
  plainNumber({ minimum: 0, maximum: 1e9, example, description: 'Tokens a second, all inputs together' });

const bytesOfStep = (what: string, example: string) =>
  quantity('information', 'B', { minimum: 1, maximum: 1e14, example, description: `Bytes of ${what} read for a step` });

const token = z.strictObject({
  model: words('Which model, or which shape'),
  parameters: plainNumber({ minimum: 1, maximum: 1e13, example: 6.476e9, description: 'Weights read for a token' }),
  weights: words('Number format of the weights, and what multiplied them'),
  weightDensity: fraction({
    example: '50 %',
    description: 'Share of the weights that were not zero; 1 where zeros were multiplied too',
  }).default(1),
  data,
  batch,
  tokensPerSecond: tokensPerSecond(189.1),
  weightBytes: bytesOfStep('weights', '13 GB'),
  ...energies('J', 'one token', 1e6),
});

const attention = z.strictObject({
  model: words('Which model, or which shape'),
  cache: words('Number format of keys and values'),
  implementation: words('What computed it'),
  context: count({ minimum: 1, maximum: 1e9, example: 4096, description: 'Tokens in the cache of each sequence' }),
  batch,
  tokensPerSecond: tokensPerSecond(1092),
  cacheBytes: bytesOfStep('keys and values', '2.1 GB'),
  ...energies('J', 'one token', 1e6),
});

/** What was measured on a real machine, with method and uncertainty. */
export const platformSchema = z
  .strictObject({
    name: words('Name of the machine'),
    device: words('Which chip, memory and limits exactly'),
    software: words('Driver and libraries'),
    measured: words('When it was measured'),
    method: z
      .strictObject({
        energy: words('How energy was measured'),
        net: words('What was taken off for net'),
        time: words('How time was measured'),
        data: words('What the numbers were'),
        implementations: words('What the words under weights stand for'),
        left: words('What was not measured').optional(),
        secondSession: words('What was measured on another day, and how').optional(),
      })
      .meta({ description: 'How it was measured' }),
    uncertainty: z
      .strictObject({
        energy: fraction({ example: '10 %', description: 'Of energies, plus or minus' }),
        arithmetic: fraction({ example: '15 %', description: 'Of energies of loops of arithmetic' }),
        time: fraction({ example: '6 %', description: 'Of times' }),
        why: words('What says so'),
      })
      .meta({ description: 'How far the figures may be off' }),
    idlePower: z
      .strictObject({
        first: quantity('power', 'W', {
          minimum: 0,
          maximum: 1e6,
          example: '126.4 W',
          description: 'Idle before, ready to work',
        }),
        last: quantity('power', 'W', { minimum: 0, maximum: 1e6, example: '150.6 W', description: 'Idle afterwards' }),
      })
      .meta({ description: 'Power of the idle card, which net leaves out' }),
    operations: z.array(operation).meta({ description: 'Energy of single operations' }),
    memories: z.array(memory).meta({ description: 'Energy of a byte of each memory' }),
    tokens: z.array(token).meta({ description: 'Decoded tokens of language models' }),
    attention: z
      .array(attention)
      .default([])
      .meta({ description: 'Attention of a decoded token over its key-value cache' }),
    measuredLayers: z.array(layer).meta({ description: 'Single layers' }),
  })
  .meta({ title: 'picojoule measured platform' });

export type PlatformData = z.output<typeof platformSchema>;
