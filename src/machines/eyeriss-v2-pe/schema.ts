import type { Fault } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { chip, contradiction, machineKey } from '../../config/chip.ts';
import type { ConfigTree } from '../../config/yaml/config-tree.ts';
import { count } from '../../config/yaml/numeric.ts';
import { home, memories } from '../parts/memories.ts';

function entries(example: number, description: string) {
  return count({ minimum: 1, maximum: 65536, example, description }).prefault(example);
}

/** The config of processing elements of Eyeriss v2 (Chen et al., JETCAS 2019, Table III gives the sizes of their scratchpads). */
export const eyerissSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('eyeriss-v2-pe'),
    technology: chip.technology,
    temperature: chip.temperature,
    clock: chip.clock,
    processingElements: count({
      minimum: 1,
      maximum: 16384,
      example: 1,
      description:
        'Processing elements (PEs); cycles are exact for one, of several a lower bound (work divided evenly)',
    }).prefault(1),
    lanes: count({
      minimum: 1,
      maximum: 2,
      example: 1,
      description: 'Multiply-accumulates of a PE in a cycle: 2 takes the weights of a column in pairs (SIMD)',
    }).prefault(1),
    encoding: z
      .strictObject({
        runBits: count({
          minimum: 1,
          maximum: 16,
          example: 4,
          description: 'Bits of the run of zeros before each stored value',
        }).prefault(4),
        pointerBits: count({
          minimum: 1,
          maximum: 32,
          example: 7,
          description: 'Bits of the address of a column of weights',
        }).prefault(7),
      })
      .prefault({}),
    arithmetic: chip.arithmetic,
    scratchpads: z
      .strictObject({
        inputs: entries(16, 'Input values, each with its run'),
        inputPointers: entries(9, 'Addresses of columns of inputs'),
        weights: entries(192, 'Weights, each with its run'),
        weightPointers: entries(16, 'Addresses of columns of weights'),
        partialSums: entries(32, 'Partial sums'),
      })
      .prefault({})
      .meta({ description: 'Scratchpads of each PE' }),
    memories,
    weights: home,
    dram: chip.dram,
    energy: chip.energy,
  })
  .meta({ title: 'picojoule hardware config', description: 'Processing elements of Eyeriss v2' });

/** A column of a tile has to fit the scratchpad of weights. */
export function eyerissFaults({ scratchpads }: z.output<typeof eyerissSchema>, tree: ConfigTree): Fault[] {
  const { weights, partialSums } = scratchpads;
  if (weights >= partialSums) return [];
  return [
    contradiction(
      tree,
      ['scratchpads', 'weights'],
      `expected room for a column of ${partialSums} weights, one for each partial sum, found ${weights}`,
    ),
  ];
}
