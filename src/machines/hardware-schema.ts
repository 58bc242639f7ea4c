import { z } from '../base/zod.ts';
import { count, quantity } from '../config/numeric.ts';
import { pricedAction, rowAttributes } from '../config/row-attributes.ts';

const INFORMATION = { minimum: 1, whole: true } as const;

function capacity(maximum: number, example: string) {
  return quantity('information', 'B', {
    ...INFORMATION,
    maximum,
    example,
    description: 'Capacity in each PE, the total over the banks',
  });
}

function width(example: string) {
  return quantity('information', 'bit', {
    ...INFORMATION,
    maximum: 65536,
    example,
    description: 'Width of one access',
  });
}

const GIBIBYTE = 2 ** 30;

function sram(description: string, example: { capacity: string; width: string }, banks: number) {
  return z
    .strictObject({
      kind: z.literal('sram').prefault('sram').meta({ description: 'Kind of memory' }),
      device: z
        .enum(['hp', 'lstp', 'lop'])
        .prefault('lstp')
        .meta({ description: 'ITRS device type: high performance, low standby power, low operating power' }),
      capacity: capacity(GIBIBYTE, example.capacity),
      banks: count({
        minimum: 1,
        maximum: 1024,
        example: banks,
        description: 'Banks that share the capacity',
      }).prefault(banks),
      width: width(example.width),
    })
    .meta({ description });
}

function registers(description: string) {
  return z
    .strictObject({
      kind: z.literal('registers').prefault('registers').meta({ description: 'Kind of memory' }),
      entries: count({ minimum: 1, maximum: 65536, example: 64, description: 'Registers in each PE' }).prefault(64),
      width: width('16 bit').prefault('16 bit'),
    })
    .prefault({})
    .meta({ description });
}

function numberFormat(description: string) {
  return z
    .string()
    .prefault('q7.8')
    .meta({
      description: `${description}: fp32, fp16, bf16, int8 and the like, qI.F (1 sign + I + F bits), uqI.F`,
      examples: ['q7.8'],
    });
}

/** One price instead of the table's. */
const override = z.strictObject({
  ...pricedAction,
  ...rowAttributes,
  energy: quantity('energy', 'pJ', { minimum: 0, maximum: 1e6, example: '3 pJ', description: 'Energy of one action' }),
});

/** The hardware config: one source for validation, defaults, JSON Schema and the commented template. */
export const hardwareSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta({ description: 'Name of the machine in tables and charts', examples: ['EIE, 64 PEs'] }),
    technology: quantity('length', 'nm', {
      minimum: 2,
      maximum: 1000,
      example: '45 nm',
      description: 'Technology node',
    }),
    temperature: quantity('temperature', 'K', {
      minimum: 300,
      maximum: 360,
      example: '300 K',
      description: 'Temperature of the chip, which the leakage of SRAM follows',
    }).prefault('300 K'),
    clock: quantity('frequency', 'Hz', {
      minimum: 1e5,
      maximum: 2e10,
      example: '800 MHz',
      description: 'Clock of the PEs',
    }),
    processingElements: count({ minimum: 1, maximum: 16384, example: 64, description: 'Processing elements (PEs)' }),
    activationQueue: z.strictObject({
      depth: count({
        minimum: 2,
        maximum: 65536,
        example: 8,
        description: "Slots of each PE's activation queue; it holds depth - 1 items, as in the authors' simulator",
      }),
    }),
    encoding: z
      .strictObject({
        weights: z
          .enum(['codebook', 'direct'])
          .prefault('codebook')
          .meta({ description: 'Weights as codes of shared values, or each by value' }),
        codeBits: count({
          minimum: 1,
          maximum: 64,
          example: 4,
          description:
            'Bits of a code; with direct weights the bits of one weight (left out: those of arithmetic.weight)',
        }).optional(),
        indexBits: count(
          {
            minimum: 1,
            maximum: 16,
            example: 4,
            description: 'Bits of the relative index; `none` stores every weight (a dense machine)',
          },
          ['none'],
        ).prefault(4),
        skipZeroActivations: z.boolean().prefault(true).meta({ description: 'Broadcast non-zero activations only' }),
        reencode: z
          .boolean()
          .prefault(false)
          .meta({ description: 'Decode streams that came encoded and encode them anew for this machine' }),
      })
      .prefault({}),
    arithmetic: z
      .strictObject({
        weight: numberFormat('Format of the weights'),
        activation: numberFormat('Format of the activations'),
        accumulator: numberFormat('Format of the accumulators'),
      })
      .prefault({}),
    memories: z.strictObject({
      sparseMatrix: sram('Entries of the weight matrix', { capacity: '128 KiB', width: '64 bit' }, 1),
      pointers: sram('Column pointers, in an odd and an even bank', { capacity: '32 KiB', width: '16 bit' }, 2),
      activations: sram('Activation memory', { capacity: '2 KiB', width: '64 bit' }, 1),
      sourceActivations: registers('Input activations of the running layer'),
      destinationActivations: registers('Accumulators of the running layer'),
    }),
    weights: z
      .strictObject({
        home: z.enum(['sparseMatrix', 'dram']).prefault('sparseMatrix').meta({ description: 'Where the weights live' }),
        overflow: z
          .enum(['error', 'warn', 'stream'])
          .prefault('warn')
          .meta({ description: 'What happens when they do not fit' }),
      })
      .prefault({}),
    dram: z
      .strictObject({
        part: z
          .string()
          .min(1)
          .prefault('lpddr3-1600')
          .meta({ description: 'DRAM part', examples: ['lpddr3-1600'] }),
        channels: count({ minimum: 1, maximum: 1024, example: 1, description: 'DRAM channels' }).prefault(1),
      })
      .prefault({}),
    simulation: z
      .strictObject({
        rule: z
          .enum(['drained', 'reference'])
          .prefault('drained')
          .meta({ description: "End of a layer: all queues empty, or as in the authors' simulator" }),
        fractionBits: z
          .enum(['declared', 'perLayer'])
          .meta({
            description:
              'Fixed-point formats as declared, or of the same width with the fraction bits that each layer can afford (from its weights and a run in double precision)',
          })
          .optional(),
      })
      .prefault({}),
    energy: z
      .strictObject({
        table: z
          .string()
          .min(1)
          .prefault('45nm')
          .meta({ description: 'Energy reference table: a file, or the name of a built-in one', examples: ['45nm'] }),
        override: z.array(override).prefault([]).meta({
          description:
            'Prices that replace those of the table, e.g. [{ component: pointers, action: read, energy: 3 pJ }]',
        }),
      })
      .prefault({}),
  })
  .meta({ title: 'picojoule hardware config', description: 'An EIE-style accelerator' });

/** The config after checking: numbers in the units of their specs. */
export type HardwareConfig = z.output<typeof hardwareSchema>;
