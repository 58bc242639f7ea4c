import { type Fault, faultsIn } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { chip, contradiction, machineKey, weightHome } from '../../config/chip.ts';
import { sram } from '../../config/memories.ts';
import { type NOfM, parsePattern } from '../../config/network/prune-rule.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { count, quantity } from '../../config/yaml/numeric.ts';
import { recorded } from '../../config/yaml/record-field.ts';

/** A memory beside the array, of which every key has a default. */
function memory(description: string, capacity: string) {
  const { shape } = sram(description, { capacity, width: '64 bit' }, 4);
  return z
    .strictObject({
      ...shape,
      capacity: recorded('capacityBytes', shape.capacity.prefault(capacity)),
      width: recorded('widthBits', shape.width.prefault('64 bit')),
    })
    .prefault({})
    .meta({ description });
}

/** The config of a systolic array: `machine`, `name` and `array` are enough. */
export const systolicSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('systolic'),
    technology: recorded('technologyNm', chip.technology.prefault('45 nm')),
    temperature: chip.temperature,
    clock: recorded('clockHz', chip.clock.prefault('800 MHz')),
    array: z.strictObject({
      rows: count({ minimum: 1, maximum: 4096, example: 32, description: 'Rows of multipliers' }),
      columns: count({ minimum: 1, maximum: 4096, example: 32, description: 'Columns of multipliers' }),
      dataflow: z
        .enum(['weightStationary', 'inputStationary', 'outputStationary'])
        .prefault('weightStationary')
        .meta({ description: 'What stays in the array while the rest streams through' }),
      doubleBuffered: z.boolean().prefault(false).meta({
        description:
          'The next tile is shifted in, and the next fold begins, while the one before it is computed (TPU v1)',
      }),
      operandBits: count({
        minimum: 1,
        maximum: 64,
        example: 8,
        description:
          'Bits of the operands of a multiplier; wider ones take several passes (left out: those of the formats)',
      }).optional(),
    }),
    encoding: z
      .strictObject({
        pattern: recorded(
          'pattern',
          z
            .string()
            .prefault('none')
            .meta({
              description:
                'N:M weights, at most N in each M inputs of an output, e.g. 2:4, each with log2 M bits of index; `none` stores all',
              examples: ['2:4'],
            }),
          (pattern): NOfM | undefined => (pattern === 'none' ? undefined : parsePattern(pattern, {})),
        ),
      })
      .prefault({}),
    arithmetic: chip.arithmetic,
    memories: z
      .strictObject({
        weights: memory('Weights', '256 KiB'),
        activations: memory('Inputs and outputs', '256 KiB'),
        sums: memory('Partial sums', '64 KiB'),
      })
      .prefault({}),
    weightQueue: z
      .strictObject({
        tiles: count({ minimum: 1, maximum: 1024, example: 4, description: 'Tiles of weights that it holds' }).prefault(
          4,
        ),
        bandwidth: recorded(
          'bitsPerSecond',
          quantity('dataRate', 'bit/s', {
            minimum: 1e6,
            maximum: 1e14,
            example: '34 GB/s',
            description: 'What fills it (left out: the DRAM part)',
          }).optional(),
        ),
      })
      .meta({ description: 'Queue between DRAM and a double-buffered array' })
      .optional(),
    weights: weightHome(
      z.enum(['weights', 'dram']).prefault('weights').meta({ description: 'Where the weights live' }),
    ).prefault({}),
    dram: chip.dram,
    simulation: z.strictObject({ fractionBits: chip.fractionBits }).prefault({}),
    energy: chip.energy,
  })
  .meta({ title: 'picojoule hardware config', description: 'A systolic array' });

type SystolicConfig = z.output<typeof systolicSchema>;

/** Faults that several keys cause together: a pattern that is none, a queue in front of an array that has no use for it. */
export function systolicFaults({ array, encoding, weightQueue, weights }: SystolicConfig, tree: ConfigTree): Fault[] {
  const faults: Fault[] = [];
  const { pattern } = encoding;
  if (pattern !== 'none') faults.push(...faultsIn(() => parsePattern(pattern, placeOf(tree, ['encoding', 'pattern']))));
  if (weightQueue !== undefined && (!array.doubleBuffered || weights.home !== 'dram'))
    faults.push(
      contradiction(
        tree,
        ['weightQueue'],
        'expected array.doubleBuffered: true and weights.home: dram, for a queue of weights stands between DRAM and such an array',
      ),
    );
  if (array.doubleBuffered && weights.home === 'dram' && array.dataflow !== 'weightStationary')
    faults.push(
      contradiction(
        tree,
        ['array', 'dataflow'],
        `expected weightStationary for tiles of weights that are shifted in from DRAM (array.doubleBuffered), found ${array.dataflow}`,
      ),
    );
  return faults;
}
