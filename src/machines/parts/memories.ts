import { z } from '../../base/zod.ts';
import { weightHome } from '../../config/chip.ts';
import { sram } from '../../config/memories.ts';

/** Memories of weights and of activations in each PE, or beside each of its multipliers. */
export const memories = z
  .strictObject({
    weights: sram('A share of the weights, as they are stored', { capacity: '160 KiB', width: '64 bit' }, 1),
    activations: sram('A share of inputs and outputs', { capacity: '2 KiB', width: '64 bit' }, 1),
  })
  .meta({ description: 'Memories of each multiplier' });

/** Weights live in the machine's memory of weights, or in DRAM. */
export const home = weightHome(
  z.enum(['weights', 'dram']).prefault('weights').meta({ description: 'Where the weights live' }),
).prefault({});
