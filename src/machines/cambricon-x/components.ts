import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import { activationMemory, clockTree, dram, multiplyAccumulate, weightMemory } from '../parts/components.ts';
import type { CambriconX } from './hardware.ts';

/** Every component of a Cambricon-X (figures 4 to 7 of the paper); the indexing unit is its window of inputs, from which each weight chooses one, and an adder of steps. */
export const COMPONENTS: readonly Component<CambriconX>[] = [
  multiplyAccumulate(({ lanes }) => lanes),
  {
    name: 'inputWindow',
    title: 'window of inputs',
    category: 'registers',
    place: 'processingElement',
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
    colour: '#1d7f5e',
  },
  {
    name: 'stepAdder',
    title: 'adder of steps',
    category: 'control',
    place: 'processingElement',
    perElement: ({ lanes }) => lanes,
    actions: ['add'],
    leaks: true,
    madeOf: { kind: 'arithmetic', operations: { add: { operation: 'add', formats: () => ['int16'] } } },
    colour: '#e6b91e',
  },
  weightMemory(({ lanes }) => lanes),
  activationMemory(({ lanes }) => lanes),
  clockTree,
  dram,
];
