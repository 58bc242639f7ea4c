import { holdsZero, parseWeightFormat } from '../../base/block-format.ts';
import type { Fault } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { chip, contradiction, formatFaults, machineKey, weightHome } from '../../config/chip.ts';
import { registers, sram } from '../../config/memories.ts';
import type { ConfigTree } from '../../config/yaml/config-tree.ts';
import { count, fraction } from '../../config/yaml/numeric.ts';
import { recorded } from '../../config/yaml/record-field.ts';

/** The config of an EIE: one source for validation, defaults, record, JSON Schema and the commented template. */
export const eieSchema = z
  .strictObject({
    name: chip.name,
    machine: machineKey('eie'),
    technology: chip.technology,
    temperature: chip.temperature,
    clock: chip.clock,
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
        // null in the record: every weight is stored
        indexBits: recorded(
          'indexBits',
          count(
            {
              minimum: 1,
              maximum: 16,
              example: 4,
              description: 'Bits of the relative index; `none` stores every weight (a dense machine)',
            },
            ['none'],
          ).prefault(4),
          (bits) => (bits === 'none' ? null : bits),
        ),
        skipZeroActivations: z.boolean().prefault(true).meta({ description: 'Broadcast non-zero activations only' }),
        reencode: z
          .boolean()
          .prefault(false)
          .meta({ description: 'Decode streams that came encoded and encode them anew for this machine' }),
      })
      .prefault({}),
    arithmetic: chip.arithmetic,
    memories: z.strictObject({
      sparseMatrix: sram('Entries of the weight matrix', { capacity: '128 KiB', width: '64 bit' }, 1),
      pointers: sram('Column pointers, in an odd and an even bank', { capacity: '32 KiB', width: '16 bit' }, 2),
      activations: sram('Activation memory', { capacity: '2 KiB', width: '64 bit' }, 1),
      sourceActivations: registers('Input activations of the running layer'),
      destinationActivations: registers('Accumulators of the running layer'),
    }),
    weights: weightHome(
      z.enum(['sparseMatrix', 'dram']).prefault('sparseMatrix').meta({ description: 'Where the weights live' }),
    ).prefault({}),
    dram: chip.dram,
    simulation: z
      .strictObject({
        rule: z
          .enum(['drained', 'reference'])
          .prefault('drained')
          .meta({ description: "End of a layer: all queues empty, or as in the authors' simulator" }),
        fractionBits: chip.fractionBits,
        zeroOperandActivity: fraction({
          example: 0.38,
          description:
            'What an operation on a weight or an activation of zero switches, relative to one on random operands; left out, such operations are not told apart. An FMA of an H100 takes 0.38 with zeros',
        }).optional(),
      })
      .prefault({}),
    energy: chip.energy,
  })
  .meta({ title: 'picojoule hardware config', description: 'An EIE-style accelerator' });

type EieConfig = z.output<typeof eieSchema>;
/** Bits of a stored weight where the config does not say. */
export function weightBits(weights: 'codebook' | 'direct', format: string): number {
  return weights === 'codebook' ? 4 : parseWeightFormat(format).widthBits;
}

const MAX_CODE_BITS = 8;

/** Faults that several keys cause together: a line without room for an entry, codes of another width than direct weights have. */
export function eieFaults(config: EieConfig, tree: ConfigTree): Fault[] {
  if (formatFaults(config, tree).length > 0) return [];
  const { encoding, arithmetic, memories } = config;
  const { codeBits, indexBits, weights } = encoding;
  const format = parseWeightFormat(arithmetic.weight);
  const formatBits = format.widthBits;
  const bits = codeBits ?? weightBits(weights, arithmetic.weight);
  const entryBits = bits + (indexBits === 'none' ? 0 : indexBits);
  const at = (key: string, message: string) => contradiction(tree, ['encoding', key], message);
  const faults: Fault[] = [];
  if (format.kind === 'block' && weights !== 'direct')
    faults.push(
      at('weights', `expected \`direct\` for weights in blocks (arithmetic.weight ${format.name}), found ${weights}`),
    );
  if (config.simulation.zeroOperandActivity !== undefined && config.simulation.rule === 'reference')
    faults.push(
      contradiction(
        tree,
        ['simulation', 'zeroOperandActivity'],
        'expected rule drained: where a layer ends early it is not known which operations are left out',
      ),
    );
  if (format.kind === 'block' && config.simulation.rule === 'reference')
    faults.push(
      contradiction(
        tree,
        ['simulation', 'rule'],
        `expected drained for weights in blocks (arithmetic.weight ${format.name}), found reference`,
      ),
    );
  if (format.kind === 'block' && weights === 'direct' && indexBits !== 'none' && !holdsZero(format))
    faults.push(
      at(
        'indexBits',
        `expected \`none\` for weights in ${format.name}, which has no code for 0 and so none for padding zeros, found ${indexBits}`,
      ),
    );
  if (weights === 'codebook' && bits > MAX_CODE_BITS)
    faults.push(
      at(
        'codeBits',
        `expected at most ${MAX_CODE_BITS} bits for a code of a codebook, found ${bits}; use \`weights: direct\` for weights by value`,
      ),
    );
  if (weights === 'direct' && bits !== formatBits)
    faults.push(
      at(
        'codeBits',
        `expected the ${formatBits} bits of arithmetic.weight (${arithmetic.weight}) for direct weights, found ${bits}; leave the key out, or set it to null`,
      ),
    );
  if (entryBits > memories.sparseMatrix.width)
    faults.push(
      contradiction(
        tree,
        ['memories', 'sparseMatrix', 'width'],
        `expected room for one entry of ${entryBits} bit (code and index) in a line, found ${memories.sparseMatrix.width} bit`,
      ),
    );
  return faults;
}
