import { parseNumberFormat } from '../../base/number-format.ts';
import type { Component } from '../component.ts';
import {
  activationMemory,
  clockTree,
  dram,
  indexAdder,
  multiplyAccumulate,
  registerFile,
  weightMemory,
} from '../parts/components.ts';
import type { CambriconX } from './hardware.ts';

/** Every component of a Cambricon-X (figures 4 to 7 of the paper); the indexing unit is its window of inputs, from which each weight chooses one, and an adder of steps. */
export const COMPONENTS: readonly Component<CambriconX>[] = [
  multiplyAccumulate(({ lanes }) => lanes),
  registerFile(
    {
      name: 'inputWindow',
      title: 'window of inputs',
      isGated: true,
      colour: '#1d7f5e',
    },
    ({ window, arithmetic }) => ({
      entries: window,
      widthBits: parseNumberFormat(arithmetic.activation).widthBits,
    }),
  ),
  indexAdder({
    name: 'stepAdder',
    title: 'adder of steps',
    perElement: ({ lanes }) => lanes,
    colour: '#e6b91e',
  }),
  weightMemory(({ lanes }) => lanes),
  activationMemory(({ lanes }) => lanes),
  clockTree,
  dram,
];
