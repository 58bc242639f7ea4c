import { parseWeightFormat } from '../../base/block-format.ts';
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
import type { Eyeriss } from './hardware.ts';

/** Bits in which runs and column addresses are kept side by side. */
const INDEX_WIDTH = 8;

/** Every component of a PE, with the memories behind it. */
export const COMPONENTS: readonly Component<Eyeriss>[] = [
  multiplyAccumulate(({ lanes }) => lanes),
  registerFile(
    {
      name: 'inputScratchpad',
      title: 'input scratchpad',
      colour: '#2f8f6e',
    },
    ({ scratchpads, arithmetic }) => ({
      entries: scratchpads.inputs,
      widthBits: parseNumberFormat(arithmetic.activation).widthBits,
    }),
  ),
  registerFile(
    {
      name: 'inputIndices',
      title: 'runs and addresses of inputs',
      colour: '#9fd8c2',
    },
    ({ scratchpads, encoding }) => ({
      entries: scratchpads.inputs + scratchpads.inputPointers,
      widthBits: encoding.runBits,
    }),
  ),
  registerFile(
    {
      name: 'inputRegister',
      title: 'input register',
      colour: '#d3efe4',
    },
    ({ arithmetic }) => ({ entries: 1, widthBits: parseNumberFormat(arithmetic.activation).widthBits }),
  ),
  registerFile(
    {
      name: 'weightScratchpad',
      title: 'weight scratchpad',
      isGated: true,
      colour: '#04573f',
    },
    ({ scratchpads, arithmetic }) => ({
      entries: scratchpads.weights,
      widthBits: parseWeightFormat(arithmetic.weight).widthBits,
    }),
  ),
  registerFile(
    {
      name: 'weightIndices',
      title: 'runs and addresses of weights',
      isGated: true,
      colour: '#57b795',
    },
    ({ scratchpads, encoding }) => ({
      entries: Math.ceil((scratchpads.weights * encoding.runBits) / INDEX_WIDTH) + scratchpads.weightPointers,
      widthBits: INDEX_WIDTH,
    }),
  ),
  registerFile(
    {
      name: 'partialSums',
      title: 'partial sums',
      colour: '#7bc9ad',
    },
    ({ scratchpads, arithmetic }) => ({
      entries: scratchpads.partialSums,
      widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
    }),
  ),
  weightMemory(),
  activationMemory(),
  clockTree,
  dram,
];
