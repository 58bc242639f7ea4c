import { parseWeightFormat } from '../../base/block-format.ts';
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
import type { CambriconS } from './hardware.ts';

/** Every component of a Cambricon-S: one neuron selector for all PEs (window of inputs, adder of steps), and in each PE a decoder of weights and multipliers. */
export const COMPONENTS: readonly Component<CambriconS>[] = [
  multiplyAccumulate(({ lanes }) => lanes),
  registerFile(
    {
      name: 'neuronSelector',
      title: 'neuron selector',
      place: 'chip',
      isGated: true,
      colour: '#137353',
    },
    ({ window, arithmetic }) => ({
      entries: window,
      widthBits: parseNumberFormat(arithmetic.activation).widthBits,
    }),
  ),
  registerFile(
    {
      name: 'selectedInputs',
      title: 'selected inputs',
      colour: '#8ad0b6',
    },
    ({ lanes, arithmetic }) => ({
      entries: lanes,
      widthBits: parseNumberFormat(arithmetic.activation).widthBits,
    }),
  ),
  registerFile(
    {
      name: 'codebook',
      title: 'codebook',
      actions: ['read'],
      exists: ({ encoding }) => encoding.weights === 'codebook',
      colour: '#1fae84',
    },
    ({ encoding, arithmetic }) => ({
      entries: 2 ** encoding.codeBits,
      widthBits: parseWeightFormat(arithmetic.weight).widthBits,
    }),
  ),
  indexAdder({
    name: 'indexAdder',
    title: 'adder of shared steps',
    place: 'chip',
    perElement: ({ lanes }) => lanes,
    colour: '#e9c13a',
  }),
  weightMemory(({ lanes }) => lanes),
  activationMemory(({ lanes }) => lanes),
  clockTree,
  dram,
];
