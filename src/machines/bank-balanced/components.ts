import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import { activationMemory, clockTree, dram, multiplyAccumulate, weightMemory } from '../parts/components.ts';
import type { BankBalanced } from './hardware.ts';

/** Every component: multipliers with the inputs of their bank, an adder tree behind them, and memories. */
export const COMPONENTS: readonly Component<BankBalanced>[] = [
  multiplyAccumulate(),
  {
    name: 'bankInputs',
    title: 'inputs of a bank',
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: {
      kind: 'registers',
      registers: ({ bankInputs, arithmetic }) => ({
        entries: bankInputs,
        widthBits: parseNumberFormat(arithmetic.activation).widthBits,
      }),
    },
    colour: '#2a8f6c',
  },
  weightMemory(),
  activationMemory(),
  clockTree,
  dram,
];
