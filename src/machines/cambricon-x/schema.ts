import { z } from '../../base/zod.ts';
import { chip, machineKey } from '../../config/chip.ts';
import { count } from '../../config/yaml/numeric.ts';
import { home, memories } from '../parts/memories.ts';

/** The config of a Cambricon-X (Zhang et al., MICRO 2016). */
export const cambriconXSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('cambricon-x'),
    technology: chip.technology,
    temperature: chip.temperature,
    clock: chip.clock,
    processingElements: count({
      minimum: 1,
      maximum: 4096,
      example: 16,
      description: 'Processing elements (PEs); each computes whole outputs',
    }).prefault(16),
    lanes: count({ minimum: 1, maximum: 256, example: 16, description: 'Multipliers of a PE' }).prefault(16),
    encoding: z
      .strictObject({
        stepBits: count({
          minimum: 1,
          maximum: 16,
          example: 8,
          description: 'Bits of the step from one stored weight of a row to the next; a longer gap takes padding zeros',
        }).prefault(8),
      })
      .prefault({}),
    window: count({
      minimum: 1,
      maximum: 65536,
      example: 256,
      description: 'Inputs among which the indexing unit of a PE chooses',
    }).prefault(256),
    arithmetic: chip.arithmetic,
    memories,
    weights: home,
    dram: chip.dram,
    energy: chip.energy,
  })
  .meta({ title: 'picojoule hardware config', description: 'A Cambricon-X' });
