import { parseWeightFormat } from '../../base/block-format.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import { activationMemory, clockTree, dram, multiplyAccumulate, weightMemory } from '../parts/components.ts';
import type { CambriconS } from './hardware.ts';

/** Every component of a Cambricon-S: one neuron selector for all PEs (window of inputs, adder of steps), and in each PE a decoder of weights and multipliers. */
export const COMPONENTS: readonly Component<CambriconS>[] = [
  multiplyAccumulate(({ lanes }) => lanes),
  {
    name: 'neuronSelector',
    title: 'neuron selector',
    category: 'registers',
    place: 'chip',
    actions: ['read', 'write'],
    isGated: true,
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ window, arithmetic }) => ({
        entries: window,
        widthBits: parseNumberFormat(arithmetic.activation).widthBits,
      }),
    },
    colour: '#137353',
  },
  {
    name: 'selectedInputs',
    title: 'selected inputs',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ lanes, arithmetic }) => ({
        entries: lanes,
        widthBits: parseNumberFormat(arithmetic.activation).widthBits,
      }),
    },
    colour: '#8ad0b6',
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
        widthBits: parseWeightFormat(arithmetic.weight).widthBits,
      }),
    },
    exists: ({ encoding }) => encoding.weights === 'codebook',
    colour: '#1fae84',
  },
  {
    name: 'indexAdder',
    title: 'adder of shared steps',
    category: 'control',
    place: 'chip',
    perElement: ({ lanes }) => lanes,
    actions: ['add'],
    leaks: true,
    madeOf: { kind: 'arithmetic', operations: { add: { operation: 'add', formats: () => ['int16'] } } },
    colour: '#e9c13a',
  },
  weightMemory(({ lanes }) => lanes),
  activationMemory(({ lanes }) => lanes),
  clockTree,
  dram,
];
