import { parseWeightFormat } from '../../base/block-format.ts';
import { dramPartNames } from '../../config/dram-parts.ts';
import type { Eie } from '../../machines/eie/hardware.ts';
import type { NetworkOptions } from '../../run/load/network-options.ts';

/** What a position of a control changes. */
export interface Change {
  /** `key=value`, as `--set` takes them. */
  readonly set?: readonly string[];
  /** Of generated layers. */
  readonly generate?: NonNullable<NetworkOptions['generate']>;
}

/** A control of the page: a slider over values, or a choice among them. */
export interface Control {
  /** In the address of the page. */
  readonly id: string;
  readonly label: string;
  readonly group: 'Array' | 'Encoding and numbers' | 'Sparse-matrix SRAM' | 'Chip' | 'Network';
  readonly kind: 'slider' | 'choice';
  /** From small to large, each as `--set` takes it; '' leaves it to the network. */
  readonly values: readonly string[];
  readonly shown: (value: string) => string;
  readonly change: (value: string, machine: Eie) => Change;
  /** Where a machine stands. */
  readonly read: (machine: Eie) => string;
  /** Why it changes nothing of a machine; undefined where it does. */
  readonly idle?: (machine: Eie) => string | undefined;
}

/** One key of the config. */
const key = (path: string) => (value: string) => ({ set: [`${path}=${value}`] });
const asIs = (value: string): string => value;

/** What `x=0.05` is called. */
const percent = (value: string): string =>
  value === '' ? 'as in the network' : `${Number((Number(value) * 100).toPrecision(6))} %`;

const DENSITIES = [
  '',
  '0.01',
  '0.02',
  '0.03',
  '0.04',
  '0.05',
  '0.06',
  '0.08',
  '0.09',
  '0.1',
  '0.12',
  '0.15',
  '0.2',
  '0.25',
  '0.3',
  '0.4',
  '0.5',
];
const SHARES = ['', ...Array.from({ length: 20 }, (_, k) => String(Number(((k + 1) * 0.05).toFixed(2))))];

/** Operands and sums of a machine, by what people call them; sums of integers are wider. */
const FORMATS: Readonly<Record<string, readonly [operands: string, sums: string, title: string]>> = {
  fp32: ['fp32', 'fp32', '32-bit float'],
  fp16: ['fp16', 'fp16', '16-bit float'],
  bf16: ['bf16', 'bf16', 'bfloat16'],
  'q7.8': ['q7.8', 'q7.8', '16-bit fixed point (Q7.8)'],
  int8: ['int8', 'int32', '8-bit integers, 32-bit sums'],
  int4: ['int4', 'int16', '4-bit integers, 16-bit sums'],
};

/** Registers are as wide as what they hold; weights stored by value as wide as their format. */
function inFormat(name: string, { encoding }: Eie): Change {
  const [operands, sums] = FORMATS[name] ?? [name, name];
  const bits = (format: string) => parseWeightFormat(format).widthBits;
  return {
    set: [
      `arithmetic.weight=${operands}`,
      `arithmetic.activation=${operands}`,
      `arithmetic.accumulator=${sums}`,
      `memories.sourceActivations.width=${bits(operands)} bit`,
      `memories.destinationActivations.width=${bits(sums)} bit`,
      ...(encoding.weights === 'direct' ? [`encoding.codeBits=${bits(operands)}`] : []),
    ],
  };
}

const HOMES = {
  sparseMatrix: ['weights.home=sparseMatrix', 'weights.overflow=warn'],
  stream: ['weights.home=sparseMatrix', 'weights.overflow=stream'],
  dram: ['weights.home=dram', 'weights.overflow=warn'],
} as const;

/** Values of a 4-bit codebook, 0 apart, with which networks are generated where nothing else is said. */
const GENERATED_VALUES = 15;

/** Every control, in the order of the page. */
export const CONTROLS: readonly Control[] = [
  {
    id: 'processingElements',
    label: 'Processing elements',
    group: 'Array',
    kind: 'slider',
    values: ['1', '2', '4', '8', '16', '24', '32', '48', '64', '96', '128', '192', '256', '384', '512', '1024'],
    shown: asIs,
    change: key('processingElements'),
    read: ({ processingElements }) => String(processingElements),
  },
  {
    id: 'queueDepth',
    label: 'Queue depth',
    group: 'Array',
    kind: 'slider',
    values: [
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
      '12',
      '16',
      '17',
      '24',
      '32',
      '33',
      '64',
      '65',
      '128',
      '129',
      '256',
      '257',
    ],
    shown: asIs,
    change: key('activationQueue.depth'),
    read: ({ activationQueue }) => String(activationQueue.depth),
  },
  {
    id: 'width',
    label: 'Width',
    group: 'Sparse-matrix SRAM',
    kind: 'slider',
    values: ['16 bit', '32 bit', '64 bit', '128 bit', '256 bit', '512 bit'],
    shown: asIs,
    change: key('memories.sparseMatrix.width'),
    read: ({ memories }) => `${memories.sparseMatrix.widthBits} bit`,
  },
  {
    id: 'capacity',
    label: 'Capacity',
    group: 'Sparse-matrix SRAM',
    kind: 'slider',
    values: ['8 KiB', '16 KiB', '32 KiB', '64 KiB', '128 KiB', '256 KiB', '512 KiB', '1024 KiB'],
    shown: asIs,
    change: key('memories.sparseMatrix.capacity'),
    read: ({ memories }) => `${memories.sparseMatrix.capacityBytes / 1024} KiB`,
  },
  {
    id: 'indexBits',
    label: 'Index bits',
    group: 'Encoding and numbers',
    kind: 'slider',
    values: ['1', '2', '3', '4', '5', '6', '7', '8'],
    shown: asIs,
    change: key('encoding.indexBits'),
    read: ({ encoding }) => String(encoding.indexBits ?? 'none'),
    idle: ({ encoding }) => (encoding.indexBits === null ? 'every weight is stored, so there is no index' : undefined),
  },
  {
    id: 'codeBits',
    label: 'Code bits',
    group: 'Encoding and numbers',
    kind: 'slider',
    values: ['1', '2', '3', '4', '5', '6', '7', '8'],
    shown: asIs,
    // fewer codes than generated weights have values would hold them no longer
    change: (value) => ({
      set: [`encoding.codeBits=${value}`],
      ...(2 ** Number(value) - 1 < GENERATED_VALUES && { generate: { codebookValues: 2 ** Number(value) - 1 } }),
    }),
    read: ({ encoding }) => String(encoding.codeBits),
    idle: ({ encoding }) =>
      encoding.weights === 'direct' ? 'weights are stored by value, so there are no codes' : undefined,
  },
  {
    id: 'format',
    label: 'Number format',
    group: 'Encoding and numbers',
    kind: 'choice',
    values: Object.keys(FORMATS),
    shown: (value) => FORMATS[value]?.[2] ?? value,
    change: inFormat,
    read: ({ arithmetic: { weight, activation, accumulator } }) =>
      Object.keys(FORMATS).find((name) => {
        const [operands, sums] = FORMATS[name];
        return weight === operands && activation === operands && accumulator === sums;
      }) ?? `${weight}, ${activation}, ${accumulator}`,
  },
  {
    id: 'weightDensity',
    label: 'Density of weights',
    group: 'Network',
    kind: 'slider',
    values: DENSITIES,
    shown: percent,
    change: (value) => ({ generate: { weightDensity: Number(value) } }),
    read: () => '',
  },
  {
    id: 'activationDensity',
    label: 'Density of activations',
    group: 'Network',
    kind: 'slider',
    values: SHARES,
    shown: percent,
    change: (value) => ({ generate: { activationDensity: Number(value) } }),
    read: () => '',
  },
  {
    id: 'technology',
    label: 'Technology',
    group: 'Chip',
    kind: 'slider',
    values: ['90 nm', '65 nm', '45 nm', '40 nm', '32 nm', '28 nm', '22 nm', '16 nm', '14 nm', '10 nm', '7 nm', '5 nm'],
    shown: asIs,
    change: key('technology'),
    read: ({ technologyNm }) => `${technologyNm} nm`,
  },
  {
    id: 'clock',
    label: 'Clock',
    group: 'Chip',
    kind: 'slider',
    values: ['50', '100', '200', '300', '400', '500', '600', '700', '800', '900', '1000', '1200', '1500', '2000'].map(
      (mhz) => `${mhz} MHz`,
    ),
    shown: asIs,
    change: key('clock'),
    read: ({ clockHz }) => `${clockHz / 1e6} MHz`,
  },
  {
    id: 'home',
    label: 'Weights come from',
    group: 'Chip',
    kind: 'choice',
    values: Object.keys(HOMES),
    shown: (value) =>
      ({
        sparseMatrix: 'SRAM, as if all fitted',
        stream: 'SRAM, what does not fit from DRAM',
        dram: 'DRAM',
      })[value] ?? value,
    change: (value) => ({ set: HOMES[value as keyof typeof HOMES] }),
    read: ({ weights }) =>
      weights.home === 'dram' ? 'dram' : weights.overflow === 'stream' ? 'stream' : 'sparseMatrix',
  },
  {
    id: 'dramPart',
    label: 'DRAM part',
    group: 'Chip',
    kind: 'choice',
    values: dramPartNames(),
    shown: asIs,
    change: key('dram.part'),
    read: ({ dram }) => dram.part,
    idle: ({ weights }) =>
      weights.home === 'dram' || weights.overflow === 'stream' ? undefined : 'no weights come from DRAM',
  },
];

/** The values of a control, those where machines stand among them. */
export function positionsOf(control: Control, ...own: readonly string[]): readonly string[] {
  return own.reduce((values, one) => withPosition(values, one, control.kind), control.values);
}

function withPosition(values: readonly string[], own: string, kind: Control['kind']): readonly string[] {
  if (values.includes(own)) return values;
  if (kind === 'choice') return [...values, own];
  const size = (value: string) => Number.parseFloat(value);
  if (Number.isNaN(size(own))) return [...values, own];
  const rises = size(values.at(-1)!) > size(values[0]) || values[0] === '';
  const place = values.findIndex((value) => (rises ? size(value) > size(own) : size(value) < size(own)));
  return values.toSpliced(place < 0 ? values.length : place, 0, own);
}
