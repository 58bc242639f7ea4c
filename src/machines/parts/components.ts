import { parseWeightFormat } from '../../base/block-format.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyRow } from '../../config/energy/energy-table.ts';
import type { SramMemory } from '../../config/memories.ts';
import { type Component, instances, type MadeOf } from '../component.ts';

/** A machine whose PEs have memories of weights and of activations. */
export interface WithMemories extends Chip {
  readonly memories: { readonly weights: SramMemory; readonly activations: SramMemory };
}

const MULTIPLIERS = 'arithmeticUnit';

/** Multipliers with an adder each; `perElement` of them in a PE. */
export function multiplyAccumulate<Hardware extends Chip>(
  perElement: (hardware: Hardware) => number = () => 1,
): Component<Hardware> {
  return {
    name: MULTIPLIERS,
    title: 'arithmetic unit',
    category: 'arithmetic',
    place: 'processingElement',
    perElement,
    actions: ['multiply', 'add'],
    leaks: true,
    madeOf: {
      kind: 'arithmetic',
      operations: {
        multiply: { operation: 'multiply', formats: ({ arithmetic }) => [arithmetic.weight, arithmetic.activation] },
        add: { operation: 'add', formats: ({ arithmetic }) => [arithmetic.accumulator] },
      },
    },
    colour: '#d55e00',
  };
}

/** What is not the same in every register file. */
type OfRegisters<Hardware> = Pick<Component<Hardware>, 'name' | 'title' | 'colour'> &
  Partial<Pick<Component<Hardware>, 'category' | 'place' | 'perElement' | 'actions' | 'isGated' | 'exists'>>;

/** A register file of each PE, read and written, unless `part` says otherwise. */
export function registerFile<Hardware>(
  part: OfRegisters<Hardware>,
  registers: Extract<MadeOf<Hardware>, { readonly kind: 'registers' }>['registers'],
): Component<Hardware> {
  return {
    category: 'registers',
    place: 'processingElement',
    actions: ['read', 'write'],
    leaks: true,
    ...part,
    madeOf: { kind: 'registers', registers },
  };
}

/** An adder of 16 bits for indices and coordinates, `perElement` of them in a PE. */
export function indexAdder<Hardware>(
  part: Pick<Component<Hardware>, 'name' | 'title' | 'colour' | 'perElement'> &
    Partial<Pick<Component<Hardware>, 'place'>>,
): Component<Hardware> {
  return {
    category: 'control',
    place: 'processingElement',
    actions: ['add'],
    leaks: true,
    ...part,
    madeOf: { kind: 'arithmetic', operations: { add: { operation: 'add', formats: () => ['int16'] } } },
  };
}

/** Where a PE keeps its share of the weights; `perElement` such memories in each. */
export function weightMemory<Hardware extends WithMemories>(
  perElement: (hardware: Hardware) => number = () => 1,
): Component<Hardware> {
  return {
    name: 'weightMemory',
    title: 'weight SRAM',
    category: 'sram',
    place: 'processingElement',
    perElement,
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'sram', key: 'memories.weights', memory: ({ memories }) => memories.weights },
    colour: '#00487a',
  };
}

/** Where a PE keeps its share of inputs and outputs; `perElement` such memories in each. */
export function activationMemory<Hardware extends WithMemories>(
  perElement: (hardware: Hardware) => number = () => 1,
): Component<Hardware> {
  return {
    name: 'activationMemory',
    title: 'activation SRAM',
    category: 'sram',
    place: 'processingElement',
    perElement,
    actions: ['read', 'write'],
    leaks: true,
    madeOf: { kind: 'sram', key: 'memories.activations', memory: ({ memories }) => memories.activations },
    colour: '#a9d3ef',
  };
}

/** The clock of every flip-flop that has no gate; a tick is one of them for one cycle. */
export const clockTree: Component<Chip> = {
  name: 'clockTree',
  title: 'clock tree',
  category: 'control',
  place: 'processingElement',
  actions: ['tick'],
  leaks: false,
  madeOf: { kind: 'other' },
  colour: '#f5e3a0',
};

/**
 * What a flip-flop's clock costs: the clock network of an EIE's PE over the 2544 flip-flops of its queue (8 x 30 bit), codebook (16 x 16 bit), source and destination
 * registers (2 x 64 x 16 bit), so that machines with few registers pay for few.
 */
export const CLOCK_PRICE: EnergyRow = {
  component: clockTree.name,
  action: 'tick',
  energyPj: 2.3425 / (8 * 30 + 16 * 16 + 2 * 64 * 16),
  model: null,
  attributes: {},
  source: 'EIE (ISCA 2016) Table II: 1.874 mW of clock network at 800 MHz in a PE, over its 2544 flip-flops',
  provenance: 'scaled',
};

/** What a stream of weights takes of the memory beside the chip. */
export const dram: Component<Chip> = {
  name: 'dram',
  title: 'DRAM',
  category: 'dram',
  place: 'outside',
  actions: ['read', 'transfer', 'activate', 'refresh', 'standby'],
  leaks: false,
  madeOf: { kind: 'dram' },
  colour: '#5b2a6e',
};

/** Flip-flops of a machine whose clock never stands still: its register files without a gate, and the operands and the sum of every multiplier. */
export function flipFlops<Hardware extends Chip>(
  components: readonly Component<Hardware>[],
  hardware: Hardware,
): number {
  const { arithmetic } = hardware;
  const operands =
    parseWeightFormat(arithmetic.weight).widthBits +
    parseNumberFormat(arithmetic.activation).widthBits +
    parseNumberFormat(arithmetic.accumulator).widthBits;
  return components.reduce((sum, component) => {
    const { madeOf, name, isGated } = component;
    const many = instances(component, hardware);
    if (name === MULTIPLIERS) return sum + many * operands;
    if (madeOf.kind !== 'registers' || isGated) return sum;
    const { entries, widthBits } = madeOf.registers(hardware);
    return sum + many * entries * widthBits;
  }, 0);
}
