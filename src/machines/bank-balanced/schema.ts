import { type Fault, faultsIn } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { chip, machineKey } from '../../config/chip.ts';
import { parsePattern } from '../../config/network/prune-rule.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { count } from '../../config/yaml/numeric.ts';
import { home, memories } from '../parts/memories.ts';
import { BANKS, DENSE } from './pattern-names.ts';

/** The config of multipliers that take a row of a balanced matrix together (bank-balanced sparsity: Cao et al., FPGA 2019). */
export const bankBalancedSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('bank-balanced'),
    technology: chip.technology,
    temperature: chip.temperature,
    clock: chip.clock,
    processingElements: count({
      minimum: 1,
      maximum: 16384,
      example: 64,
      description: 'Multipliers, each with a memory of weights; with pattern banks also the banks of a row',
    }),
    encoding: z
      .strictObject({
        pattern: z
          .string()
          .min(1)
          .prefault(BANKS)
          .meta({
            description: `Pattern of the weights: \`${BANKS}\` (as many in each bank of a row), N:M such as 2:4, or \`${DENSE}\` (every weight is stored)`,
            examples: [BANKS],
          }),
        perBank: count({
          minimum: 1,
          maximum: 65536,
          example: 6,
          description:
            'Weights of each bank with pattern banks (left out: as many as the density of the layer asks for, rounded up)',
        }).optional(),
      })
      .prefault({}),
    bankInputs: count({
      minimum: 1,
      maximum: 65536,
      example: 64,
      description: 'Inputs that the registers of a multiplier hold at once; longer banks are taken in pieces',
    }).prefault(64),
    arithmetic: chip.arithmetic,
    memories,
    weights: home,
    dram: chip.dram,
    energy: chip.energy,
  })
  .meta({
    title: 'picojoule hardware config',
    description: 'Multipliers that take a row of a balanced matrix together',
  });

export function bankBalancedFaults({ encoding }: z.output<typeof bankBalancedSchema>, tree: ConfigTree): Fault[] {
  const { pattern } = encoding;
  if (pattern === DENSE || pattern === BANKS) return [];
  return faultsIn(() => parsePattern(pattern, placeOf(tree, ['encoding', 'pattern']))).map((fault) => ({
    ...fault,
    message: fault.message.replace('expected N:M', `expected ${BANKS}, ${DENSE} or N:M`),
  }));
}
