import { z } from '../../base/zod.ts';
import { chip, machineKey } from '../../config/chip.ts';
import { count } from '../../config/yaml/numeric.ts';
import { home, memories } from '../parts/memories.ts';

/** The config of an SCNN (Parashar et al., ISCA 2017). */
export const scnnSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('scnn'),
    technology: chip.technology,
    temperature: chip.temperature,
    clock: chip.clock,
    array: z
      .strictObject({
        rows: count({
          minimum: 1,
          maximum: 128,
          example: 8,
          description: 'Rows of processing elements (PEs)',
        }).prefault(8),
        columns: count({ minimum: 1, maximum: 128, example: 8, description: 'Columns of PEs' }).prefault(8),
      })
      .prefault({}),
    multipliers: z
      .strictObject({
        inputs: count({
          minimum: 1,
          maximum: 64,
          example: 4,
          description: 'Inputs that a PE takes at once (I)',
        }).prefault(4),
        weights: count({
          minimum: 1,
          maximum: 64,
          example: 4,
          description: 'Weights that a PE takes at once (F)',
        }).prefault(4),
      })
      .prefault({})
      .meta({ description: 'Multipliers of a PE: every input at hand with every weight at hand' }),
    accumulators: z
      .strictObject({
        banks: count({ minimum: 1, maximum: 256, example: 32, description: 'Banks of accumulators of a PE' }).prefault(
          32,
        ),
        entries: count({
          minimum: 1,
          maximum: 1048576,
          example: 6144,
          description: 'Accumulators of a PE, over all banks',
        }).prefault(6144),
      })
      .prefault({}),
    encoding: z
      .strictObject({
        runBits: count({
          minimum: 1,
          maximum: 16,
          example: 4,
          description: 'Bits of the run of zeros before each stored value',
        }).prefault(4),
      })
      .prefault({}),
    arithmetic: chip.arithmetic,
    memories,
    weights: home,
    dram: chip.dram,
    energy: chip.energy,
  })
  .meta({ title: 'picojoule hardware config', description: 'An SCNN' });
