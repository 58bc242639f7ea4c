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
import type { Scnn } from './hardware.ts';

/** Entries of the FIFO of weights of a PE (Table II of the paper: 500 byte). */
const FIFO_ENTRIES = 50;

/** Every component of an SCNN (figure 6 of the paper). */
export const COMPONENTS: readonly Component<Scnn>[] = [
  multiplyAccumulate(({ multipliers }) => multipliers.inputs * multipliers.weights),
  registerFile(
    {
      name: 'weightFifo',
      title: 'FIFO of weights',
      colour: '#0a684c',
    },
    ({ multipliers, arithmetic, encoding }) => ({
      entries: FIFO_ENTRIES,
      widthBits: multipliers.weights * (parseWeightFormat(arithmetic.weight).widthBits + encoding.runBits),
    }),
  ),
  indexAdder({
    name: 'coordinateUnit',
    title: 'coordinate unit',
    perElement: ({ multipliers }) => multipliers.inputs * multipliers.weights,
    colour: '#d9ad12',
  }),
  registerFile(
    {
      name: 'crossbar',
      title: 'crossbar to the banks',
      category: 'control',
      // a buffered input of each bank, and its way through a multiplexer of all products
      perElement: ({ accumulators }) => accumulators.banks,
      colour: '#b89200',
    },
    ({ multipliers, arithmetic }) => ({
      entries: multipliers.inputs * multipliers.weights,
      widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
    }),
  ),
  registerFile(
    {
      name: 'accumulatorBanks',
      title: 'banks of accumulators',
      perElement: ({ accumulators }) => accumulators.banks,
      isGated: true,
      colour: '#5cba9a',
    },
    ({ accumulators, arithmetic }) => ({
      entries: Math.ceil(accumulators.entries / accumulators.banks),
      widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
    }),
  ),
  weightMemory(({ multipliers }) => multipliers.inputs * multipliers.weights),
  activationMemory(({ multipliers }) => multipliers.inputs * multipliers.weights),
  clockTree,
  dram,
];
