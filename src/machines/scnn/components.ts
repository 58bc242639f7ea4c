import { parseWeightFormat } from '../../base/block-format.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import { activationMemory, clockTree, dram, multiplyAccumulate, weightMemory } from '../parts/components.ts';
import type { Scnn } from './hardware.ts';

/** Entries of the FIFO of weights of a PE (Table II of the paper: 500 byte). */
const FIFO_ENTRIES = 50;

/** Every component of an SCNN (figure 6 of the paper). */
export const COMPONENTS: readonly Component<Scnn>[] = [
  multiplyAccumulate(({ multipliers }) => multipliers.inputs * multipliers.weights),
  {
    name: 'weightFifo',
    title: 'FIFO of weights',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ multipliers, arithmetic, encoding }) => ({
        entries: FIFO_ENTRIES,
        widthBits: multipliers.weights * (parseWeightFormat(arithmetic.weight).widthBits + encoding.runBits),
      }),
    },
    colour: '#0a684c',
  },
  {
    name: 'coordinateUnit',
    title: 'coordinate unit',
    category: 'control',
    place: 'processingElement',
    perElement: ({ multipliers }) => multipliers.inputs * multipliers.weights,
    actions: ['add'],
    leaks: true,
    madeOf: { kind: 'arithmetic', operations: { add: { operation: 'add', formats: () => ['int16'] } } },
    colour: '#d9ad12',
  },
  {
    name: 'crossbar',
    title: 'crossbar to the banks',
    category: 'control',
    place: 'processingElement',
    // a buffered input of each bank, and its way through a multiplexer of all products
    perElement: ({ accumulators }) => accumulators.banks,
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ multipliers, arithmetic }) => ({
        entries: multipliers.inputs * multipliers.weights,
        widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
      }),
    },
    colour: '#b89200',
  },
  {
    name: 'accumulatorBanks',
    title: 'banks of accumulators',
    category: 'registers',
    place: 'processingElement',
    perElement: ({ accumulators }) => accumulators.banks,
    actions: ['read', 'write'],
    isGated: true,
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ accumulators, arithmetic }) => ({
        entries: Math.ceil(accumulators.entries / accumulators.banks),
        widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
      }),
    },
    colour: '#5cba9a',
  },
  weightMemory(({ multipliers }) => multipliers.inputs * multipliers.weights),
  activationMemory(({ multipliers }) => multipliers.inputs * multipliers.weights),
  clockTree,
  dram,
];
