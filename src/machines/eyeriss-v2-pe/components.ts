import { parseWeightFormat } from '../../base/block-format.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import { activationMemory, clockTree, dram, multiplyAccumulate, weightMemory } from '../parts/components.ts';
import type { Eyeriss } from './hardware.ts';

/** Bits in which runs and column addresses are kept side by side. */
const INDEX_WIDTH = 8;

/** Every component of a PE, with the memories behind it. */
export const COMPONENTS: readonly Component<Eyeriss>[] = [
  multiplyAccumulate(({ lanes }) => lanes),
  {
    name: 'inputScratchpad',
    title: 'input scratchpad',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ scratchpads, arithmetic }) => ({
        entries: scratchpads.inputs,
        widthBits: parseNumberFormat(arithmetic.activation).widthBits,
      }),
    },
    colour: '#2f8f6e',
  },
  {
    name: 'inputIndices',
    title: 'runs and addresses of inputs',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ scratchpads, encoding }) => ({
        entries: scratchpads.inputs + scratchpads.inputPointers,
        widthBits: encoding.runBits,
      }),
    },
    colour: '#9fd8c2',
  },
  {
    name: 'inputRegister',
    title: 'input register',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ arithmetic }) => ({ entries: 1, widthBits: parseNumberFormat(arithmetic.activation).widthBits }),
    },
    colour: '#d3efe4',
  },
  {
    name: 'weightScratchpad',
    title: 'weight scratchpad',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    isGated: true,
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ scratchpads, arithmetic }) => ({
        entries: scratchpads.weights,
        widthBits: parseWeightFormat(arithmetic.weight).widthBits,
      }),
    },
    colour: '#04573f',
  },
  {
    name: 'weightIndices',
    title: 'runs and addresses of weights',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    isGated: true,
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ scratchpads, encoding }) => ({
        entries: Math.ceil((scratchpads.weights * encoding.runBits) / INDEX_WIDTH) + scratchpads.weightPointers,
        widthBits: INDEX_WIDTH,
      }),
    },
    colour: '#57b795',
  },
  {
    name: 'partialSums',
    title: 'partial sums',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ scratchpads, arithmetic }) => ({
        entries: scratchpads.partialSums,
        widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
      }),
    },
    colour: '#7bc9ad',
  },
  weightMemory(),
  activationMemory(),
  clockTree,
  dram,
];
