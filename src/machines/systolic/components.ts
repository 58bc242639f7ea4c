import { parseNumberFormat } from '../../base/number-format.ts';
import type { RegisterFile, SramMemory } from '../../config/memories.ts';
import type { Component } from '../component.ts';
import { clockTree, dram, multiplyAccumulate } from '../parts/components.ts';
import type { Systolic } from './hardware.ts';
import { valueBits } from './value-bits.ts';

/** A memory beside the array, of which there is one. */
function memory(name: string, title: string, colour: string, key: keyof Systolic['memories']): Component<Systolic> {
  return {
    name,
    title,
    category: 'sram',
    place: 'chip',
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'sram', key: `memories.${key}`, memory: ({ memories }): SramMemory => memories[key] },
    colour,
  };
}

/** A register in each place of the array. */
function register(
  name: string,
  title: string,
  colour: string,
  shape: (hardware: Systolic) => Omit<RegisterFile, 'kind'>,
): Component<Systolic> {
  return {
    name,
    title,
    category: 'registers',
    place: 'processingElement',
    actions: ['write'],
    leaks: true,
    madeOf: { kind: 'registers', registers: shape },
    colour,
  };
}

/** Every component of a systolic array. */
export const COMPONENTS: readonly Component<Systolic>[] = [
  memory('weightMemory', 'weight SRAM', '#00487a', 'weights'),
  memory('activationMemory', 'activation SRAM', '#a9d3ef', 'activations'),
  memory('sumMemory', 'partial-sum SRAM', '#6db1dd', 'sums'),
  register('weightRegisters', 'weight registers', '#00694d', (machine) => ({
    entries: machine.array.doubleBuffered ? 2 : 1,
    widthBits: valueBits(machine).weight,
  })),
  register('inputRegisters', 'input registers', '#1fae84', ({ arithmetic }) => ({
    entries: 1,
    widthBits: parseNumberFormat(arithmetic.activation).widthBits,
  })),
  register('sumRegisters', 'sum registers', '#bfe8da', ({ arithmetic }) => ({
    entries: 1,
    widthBits: parseNumberFormat(arithmetic.accumulator).widthBits,
  })),
  multiplyAccumulate(),
  clockTree,
  // inputs and sums that spill are written there
  { ...dram, actions: ['read', 'write', ...dram.actions.filter((action) => action !== 'read')] },
];
