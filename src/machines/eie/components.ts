import { parseWeightFormat } from '../../base/block-format.ts';
import { type NumberFormat, parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import type { Eie, Reads } from './hardware.ts';
import { blocksOf } from './weights/block-scales.ts';

/** What an operation with an operand of zero switches. */
function zeroActivity({ simulation }: Eie): number {
  return simulation.zeroOperandActivity ?? 1;
}

/** Every component of an EIE (section IV of the paper), in the order in which leakage is counted. */
export const COMPONENTS: readonly Component<Eie>[] = [
  {
    name: 'pointers',
    title: 'pointer SRAM',
    category: 'sram',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    // a read takes the pointers of a column and of the next, in an odd and an even bank (section IV)
    madeOf: {
      kind: 'sram',
      key: 'memories.pointers',
      memory: ({ memories }) => memories.pointers,
      banksAtOnce: { read: 2 },
    },
    colour: '#4a9bd1',
    powerTable: { module: 'pointer read', kind: 'memory' },
  },
  {
    name: 'sparseMatrix',
    title: 'sparse-matrix SRAM',
    category: 'sram',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'sram', key: 'memories.sparseMatrix', memory: ({ memories }) => memories.sparseMatrix },
    colour: '#005a94',
    powerTable: { module: 'sparse-matrix read', kind: 'memory' },
  },
  {
    name: 'activationMemory',
    title: 'activation SRAM',
    category: 'sram',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'sram', key: 'memories.activations', memory: ({ memories }) => memories.activations },
    colour: '#a9d3ef',
    powerTable: { module: 'activation read/write', kind: 'memory' },
  },
  {
    name: 'activationQueue',
    title: 'activation queue',
    category: 'registers',
    place: 'processingElement',
    actions: ['push', 'pop'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: (hardware) => ({ entries: hardware.activationQueue.depth, widthBits: broadcastBits(hardware) }),
    },
    colour: '#00694d',
    powerTable: { module: 'activation queue', kind: 'registers' },
  },
  {
    name: 'codebook',
    title: 'codebook',
    category: 'registers',
    place: 'processingElement',
    actions: ['read'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ encoding, arithmetic }) => ({
        entries: 2 ** encoding.codeBits,
        widthBits: elementFormat(arithmetic.weight).widthBits,
      }),
    },
    exists: looksUp,
    colour: '#1fae84',
    powerTable: { module: 'arithmetic unit', kind: 'combinational' },
  },
  {
    name: 'arithmeticUnit',
    title: 'arithmetic unit',
    category: 'arithmetic',
    place: 'processingElement',
    actions: ['multiply', 'add', 'multiplyZero', 'addZero', 'scale', 'subtractZeroPoint'],
    leaks: true,
    madeOf: {
      kind: 'arithmetic',
      operations: {
        multiply: { operation: 'multiply', formats: ({ arithmetic }) => [arithmetic.weight, arithmetic.activation] },
        add: { operation: 'add', formats: ({ arithmetic }) => [arithmetic.accumulator] },
        multiplyZero: {
          operation: 'multiply',
          formats: ({ arithmetic }) => [arithmetic.weight, arithmetic.activation],
          shared: true,
          onZeros: { of: 'multiply', activity: zeroActivity },
        },
        addZero: {
          operation: 'add',
          formats: ({ arithmetic }) => [arithmetic.accumulator],
          shared: true,
          onZeros: { of: 'add', activity: zeroActivity },
        },
        // a sum of scaled integers becomes an output
        scale: { operation: 'multiply', formats: ({ arithmetic }) => [arithmetic.accumulator], shared: true },
        // of weights with a zero point, before they are multiplied
        subtractZeroPoint: {
          operation: 'add',
          formats: ({ arithmetic }) => [elementFormat(arithmetic.weight).name],
          shared: true,
        },
      },
    },
    colour: '#d55e00',
    powerTable: { module: 'arithmetic unit', kind: 'combinational' },
  },
  {
    name: 'addressAccumulator',
    title: 'address accumulator',
    category: 'control',
    place: 'processingElement',
    actions: ['add'],
    leaks: true,
    madeOf: { kind: 'arithmetic', operations: { add: { operation: 'add', formats: () => ['int16'] } } },
    colour: '#edcb4c',
    powerTable: { module: 'arithmetic unit', kind: 'combinational' },
  },
  {
    name: 'sourceActivations',
    title: 'source registers',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'registers', registers: ({ memories }) => memories.sourceActivations },
    colour: '#7bcfb2',
    powerTable: { module: 'activation read/write', kind: 'registers' },
  },
  {
    name: 'destinationActivations',
    title: 'destination registers',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'registers', registers: ({ memories }) => memories.destinationActivations },
    colour: '#bfe8da',
    powerTable: { module: 'activation read/write', kind: 'registers' },
  },
  {
    name: 'nonZeroDetection',
    title: 'non-zero detection',
    category: 'control',
    place: 'chip',
    actions: ['scan'],
    leaks: false,
    madeOf: { kind: 'nonZeroDetection', lanes: ({ processingElements }) => processingElements },
    colour: '#8a6d00',
  },
  {
    name: 'broadcast',
    title: 'broadcast',
    category: 'control',
    place: 'chip',
    actions: ['send'],
    leaks: false,
    madeOf: { kind: 'wire', bits: broadcastBits, ends: ({ processingElements }) => processingElements },
    colour: '#c79f05',
  },
  {
    name: 'clockNetwork',
    title: 'clock network',
    category: 'control',
    place: 'processingElement',
    actions: ['cycle'],
    leaks: false,
    madeOf: { kind: 'other' },
    colour: '#f8e9ae',
    powerTable: { kind: 'clock network' },
  },
  {
    name: 'dram',
    title: 'DRAM',
    category: 'dram',
    place: 'outside',
    actions: ['read', 'write', 'transfer', 'activate', 'refresh', 'standby'],
    leaks: false,
    madeOf: { kind: 'dram' },
    colour: '#5b2a6e',
  },
];

/** Whether codes of weights are looked up: in the codebook of a layer, or in the table of a format. */
export function looksUp(hardware: Reads<'encoding.weights' | 'arithmetic.weight'>): boolean {
  return hardware.encoding.weights === 'codebook' || blocksOf(hardware)?.table !== undefined;
}

/** What of a weight is multiplied. */
function elementFormat(weight: string): NumberFormat {
  const format = parseWeightFormat(weight);
  return format.kind === 'block' ? format.element : format;
}

/** Bits of a broadcast, and of an item of the activation queue: an activation and its column. */
function broadcastBits(hardware: Eie): number {
  return parseNumberFormat(hardware.arithmetic.activation).widthBits + columnIndexBits(hardware);
}

/** Bits that name a column: enough for every pointer that a PE can hold. */
function columnIndexBits({ memories }: Eie): number {
  const { capacityBytes, widthBits } = memories.pointers;
  return Math.ceil(Math.log2((capacityBytes * 8) / widthBits));
}
