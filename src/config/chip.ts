import { parseWeightFormat } from '../base/block-format.ts';
import { counted } from '../base/counted.ts';
import { parseNumberFormat } from '../base/number-format.ts';
import { type Fault, faultsIn } from '../base/user-error.ts';
import { z } from '../base/zod.ts';
import { DEFAULT_MACHINE } from './default-machine.ts';
import { dramPart } from './dram-parts.ts';
import { attributeFaults, pricedAction, rowAttributes, toAttributes } from './energy/row-attributes.ts';
import { type RegisterFile, type SramMemory, sram } from './memories.ts';
import { type ConfigTree, placeOf } from './yaml/config-tree.ts';
import { count, fraction, quantity } from './yaml/numeric.ts';
import { type RecordOf, recorded } from './yaml/record-field.ts';

/** The kind of machine that a config describes; a record leaves the default out. */
export function machineKey(name: string) {
  const key = z.literal(name);
  return recorded(
    'machine',
    (name === DEFAULT_MACHINE ? key.prefault(name) : key).meta({ description: 'Kind of machine', examples: [name] }),
    (value): string | undefined => (value === DEFAULT_MACHINE ? undefined : value),
  );
}

function numberFormat(description: string, fallback: string) {
  return z
    .string()
    .prefault(fallback)
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

/** A change of a table row made in the hardware config or on the command line. */
export interface EnergyOverride {
  readonly component: string;
  readonly action: string;
  readonly energyPj: number;
  /** Attributes that the row must have, e.g. { format: 'q7.8' }. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** The record of an override. */
export function toOverride(row: z.output<typeof override>): EnergyOverride {
  return { component: row.component, action: row.action, energyPj: row.energy, attributes: toAttributes(row) };
}

/** Where weights live, in a memory of the machine or in DRAM (`home`, as the machine names it), and what happens where they do not fit. */
export function weightHome<Home extends z.ZodType<string>>(home: Home) {
  return z.strictObject({
    home,
    overflow: z.enum(['error', 'warn', 'stream']).prefault('warn').meta({
      description:
        'What happens when weights, sums, inputs or activations do not fit: refused, simulated as if they did, or taken in parts',
    }),
  });
}

/** Keys that every machine has; each machine's schema lists them in its own order. */
export const chip = {
  name: z
    .string()
    .min(1)
    .meta({ description: 'Name of the machine in tables and charts', examples: ['EIE, 64 PEs'] }),
  technology: recorded(
    'technologyNm',
    quantity('length', 'nm', { minimum: 2, maximum: 1000, example: '45 nm', description: 'Technology node' }),
  ),
  temperature: recorded(
    'temperatureK',
    quantity('temperature', 'K', {
      minimum: 300,
      maximum: 400,
      example: '300 K',
      description: 'Temperature of the chip, which the leakage of SRAM follows',
    }).prefault('300 K'),
  ),
  clock: recorded(
    'clockHz',
    quantity('frequency', 'Hz', {
      minimum: 1e5,
      maximum: 2e10,
      example: '800 MHz',
      description: 'Clock of the PEs',
    }),
  ),
  arithmetic: z
    .strictObject({
      weight: numberFormat('Format of the weights', 'q7.8'),
      activation: numberFormat('Format of the activations', 'q7.8'),
      accumulator: numberFormat('Format of the accumulators', 'q7.8'),
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
  buffer: sram(
    'One SRAM for all PEs between DRAM and them: what of weights and activations it holds is read from DRAM once for a batch',
    { capacity: '1 MiB', width: '256 bit' },
    4,
  ).optional(),
  fractionBits: z
    .enum(['declared', 'perLayer'])
    .meta({
      description:
        'Fixed-point formats as declared, or of the same width with the fraction bits that each layer can afford (from its weights and a run in double precision)',
    })
    .optional(),
  energy: z
    .strictObject({
      table: recorded(
        'tableFile',
        z
          .string()
          .min(1)
          .prefault('45nm')
          .meta({ description: 'Energy reference table: a file, or the name of a built-in one', examples: ['45nm'] }),
      ),
      override: recorded(
        'overrides',
        z.array(override).prefault([]).meta({
          description:
            'Prices that replace those of the table, e.g. [{ component: pointers, action: read, energy: 3 pJ }]',
        }),
        (rows): readonly EnergyOverride[] => rows.map(toOverride),
      ),
      arithmeticActivity: fraction({
        example: 0.5,
        description:
          'What operations switch, relative to random operands, for which the figures hold (left out: 1). With zeros an FMA of an H100 takes 0.38, its tensor cores 0.47',
      }).optional(),
    })
    .prefault({}),
};

/** What is known of every machine; energy.tableFile is an absolute path. Every key has its unit in its name. */
export interface Chip {
  readonly name: string;
  /** Base name of the file it was read from. */
  readonly file: string;
  /** Absent: DEFAULT_MACHINE. */
  readonly machine?: string;
  /** What every result of it says where a machine is modelled by its rules alone. */
  readonly validation?: string;
  readonly technologyNm: number;
  readonly temperatureK: number;
  readonly clockHz: number;
  /** Units that multiply and add. */
  readonly processingElements: number;
  /** Names of number formats (src/base/number-format.ts). */
  readonly arithmetic: RecordOf<typeof chip.arithmetic>;
  /** Its memories, by the names that it gives them. */
  readonly memories?: Readonly<Record<string, SramMemory | RegisterFile>>;
  readonly weights: { readonly home: string; readonly overflow: 'error' | 'warn' | 'stream' };
  readonly dram: RecordOf<typeof chip.dram>;
  /** Between DRAM and the PEs, where there is one. */
  readonly buffer?: SramMemory;
  readonly simulation?: { readonly fractionBits?: RecordOf<typeof chip.fractionBits> };
  readonly energy: RecordOf<typeof chip.energy>;
}

/** The common keys of a checked config. */
export type ChipConfig = {
  readonly [Key in 'arithmetic' | 'dram' | 'energy']: z.output<(typeof chip)[Key]>;
} & { readonly memories?: Readonly<Record<string, object>> };

/** What is wrong with the common keys of a config although each value alone is right: unknown number formats and DRAM parts, banks without a word. */
export function chipFaults(config: ChipConfig, tree: ConfigTree): Fault[] {
  return [
    ...formatFaults(config, tree),
    ...memoryFaults(config, tree),
    ...faultsIn(() => dramPart(config.dram.part, placeOf(tree, ['dram', 'part']))),
    ...config.energy.override.flatMap((row, index) => attributeFaults(row, tree, ['energy', 'override', index])),
  ];
}

/** Number formats that do not exist. */
export function formatFaults({ arithmetic }: Pick<ChipConfig, 'arithmetic'>, tree: ConfigTree): Fault[] {
  return Object.entries(arithmetic).flatMap(([key, format]) =>
    faultsIn(() =>
      (key === 'weight' ? parseWeightFormat : parseNumberFormat)(format, placeOf(tree, ['arithmetic', key])),
    ),
  );
}

/** Weights in blocks, on a machine that has no place for their scales. */
export function blockFaults({ arithmetic }: Pick<ChipConfig, 'arithmetic'>, tree: ConfigTree): Fault[] {
  if (formatFaults({ arithmetic }, tree).length > 0 || parseWeightFormat(arithmetic.weight).kind !== 'block') return [];
  const message = `expected a number format, found weights in blocks (${arithmetic.weight}), whose scales this machine does not store; the EIE does`;
  return [contradiction(tree, ['arithmetic', 'weight'], message)];
}

/** An SRAM of a checked config. */
interface Banked {
  readonly capacity: number;
  readonly banks: number;
  readonly width: number;
}

/** Every bank of a memory holds at least one word. */
function memoryFaults({ memories = {} }: ChipConfig, tree: ConfigTree): Fault[] {
  return Object.entries(memories).flatMap(([name, memory]) => {
    if (!('banks' in memory)) return [];
    const { capacity, banks, width } = memory as Banked;
    if ((capacity * 8) / banks >= width) return [];
    const found = `${capacity} byte in ${counted(banks, 'bank')} of ${width} bit`;
    return [
      contradiction(
        tree,
        ['memories', name, 'capacity'],
        `expected room for at least one word in each bank, found ${found}`,
      ),
    ];
  });
}

/** A fault that several keys cause together. */
export function contradiction(tree: ConfigTree, path: readonly (string | number)[], message: string): Fault {
  return { place: placeOf(tree, path), message, code: 'CONFIG_CONTRADICTION' };
}
