import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import {
  activationMemory,
  clockTree,
  dram,
  multiplyAccumulate,
  registerFile,
  weightMemory,
} from '../parts/components.ts';
import type { BankBalanced } from './hardware.ts';

/** Every component: multipliers with the inputs of their bank, an adder tree behind them, and memories. */
export const COMPONENTS: readonly Component<BankBalanced>[] = [
  multiplyAccumulate(),
  registerFile(
    {
      name: 'bankInputs',
      title: 'inputs of a bank',
      colour: '#2a8f6c',
    },
    ({ bankInputs, arithmetic }) => ({
      entries: bankInputs,
      widthBits: parseNumberFormat(arithmetic.activation).widthBits,
    }),
  ),
  weightMemory(),
  activationMemory(),
  clockTree,
  dram,
];
