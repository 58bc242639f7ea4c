import { z } from '../../base/zod.ts';
import { chip, machineKey } from '../../config/chip.ts';
import { count } from '../../config/yaml/numeric.ts';
import { home, memories } from '../parts/memories.ts';

/** The config of a Cambricon-S (Zhou et al., MICRO 2018). */
export const cambriconSSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('cambricon-s'),
    technology: chip.technology,
    temperature: chip.temperature,
    clock: chip.clock,
    processingElements: count({
      minimum: 1,
      maximum: 4096,
      example: 16,
      description: 'Processing elements (PEs): so many outputs share an index and are computed together',
    }).prefault(16),
    lanes: count({ minimum: 1, maximum: 256, example: 16, description: 'Multipliers of a PE' }).prefault(16),
    encoding: z
      .strictObject({
        weights: z
          .enum(['codebook', 'direct'])
          .prefault('codebook')
          .meta({ description: 'Weights as codes of shared values, or each by value' }),
        codeBits: count({ minimum: 1, maximum: 8, example: 4, description: 'Bits of a code' }).prefault(4),
        stepBits: count({
          minimum: 1,
          maximum: 16,
          example: 8,
          description: 'Bits of the step from one input of a block of outputs to the next',
        }).prefault(8),
      })
      .prefault({}),
    window: count({
      minimum: 1,
      maximum: 65536,
      example: 256,
      description: 'Inputs among which the neuron selector chooses',
    }).prefault(256),
    arithmetic: chip.arithmetic,
    memories,
    weights: home,
    dram: chip.dram,
    energy: chip.energy,
  })
  .meta({ title: 'picojoule hardware config', description: 'A Cambricon-S' });
