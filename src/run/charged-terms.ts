import type { Counter } from '../machines/counter.ts';

/** What is told of a number of the record. */
export type Term = Pick<Counter, 'name' | 'title' | 'unit' | 'definition' | 'formula' | 'source' | 'changedBy'>;

/** Numbers of the record that no machine counts: what counts cost, and what that amounts to. */
export const CHARGED_TERMS: readonly Term[] = [
  {
    name: 'energyPj.total',
    title: 'energy',
    unit: 'pJ',
    definition: 'what all actions and leakage take together',
    formula: 'sum over actions of count x price, the prices as energyTable tells them',
    changedBy: 'the counts, and the prices: technology node, memory sizes and widths, number formats',
  },
  {
    name: 'energyPj.arithmetic',
    title: 'arithmetic energy',
    unit: 'pJ',
    definition: 'multiplications and additions of the arithmetic units',
    formula:
      'sum over multiplications and additions of count x price; where zeros are multiplied too there are more of them than multiplyAccumulates',
    changedBy: 'pruning, zeros among the activations, smaller number formats, the technology node',
  },
  {
    name: 'energyPj.sram',
    title: 'SRAM energy',
    unit: 'pJ',
    definition: 'reads and writes of on-chip memories',
    changedBy: 'width and capacity of the memories, their objective, weight sharing (fewer bits an entry)',
  },
  {
    name: 'energyPj.dram',
    title: 'DRAM energy',
    unit: 'pJ',
    definition: 'bursts, row activations, refresh and standby of DRAM',
    changedBy: 'compression until the weights fit the chip, the DRAM part',
  },
  {
    name: 'energyPj.registers',
    title: 'register energy',
    unit: 'pJ',
    definition: 'reads and writes of registers: queues, codebooks, activations that wait',
    changedBy: 'number formats, codes of fewer bits, fewer activations sent',
  },
  {
    name: 'energyPj.control',
    title: 'control energy',
    unit: 'pJ',
    definition: 'finding and sending activations, adding up addresses, and the clock network',
    changedBy: 'the number of PEs, fewer activations sent; the clock network ticks as long as the layer takes',
  },
  {
    name: 'energyPj.leakage',
    title: 'leakage energy',
    unit: 'pJ',
    definition: 'leakage power of every part, idle or not, times the time',
    changedBy: 'time, capacity, device type, temperature',
  },
  {
    name: 'averagePowerMw',
    title: 'average power',
    unit: 'mW',
    definition: 'energy over time',
    formula: 'energyPj.total / timeUs / 1000',
    changedBy: 'the clock, and whatever changes energy or time alone',
  },
  {
    name: 'energyPerMultiplyAccumulatePj',
    title: 'energy per multiply-accumulate',
    unit: 'pJ',
    definition: 'all energy over the products that were added up; none where nothing was multiplied',
    formula: 'energyPj.total / multiplyAccumulates',
    changedBy: 'what each product moves: bits of a weight, of its index, of an activation',
  },
  {
    name: 'memoryToArithmeticRatio',
    title: 'memory over arithmetic',
    unit: '',
    definition: 'how many times as much dynamic energy goes into SRAM and DRAM as into arithmetic',
    formula: '(energyPj.sram + energyPj.dram) / energyPj.arithmetic',
    source: 'Horowitz (ISSCC 2014): a 32-bit DRAM read takes 640 pJ, an fp32 multiplication 3.7 pJ',
    changedBy: 'weights on the chip instead of DRAM, fewer bits a weight; smaller formats raise it',
  },
  {
    name: 'weightDensity',
    title: 'weight density',
    unit: '',
    definition: 'share of the weights that are not 0, as the machine holds them',
    formula: 'nonZeroWeights / (rows x columns)',
    changedBy: 'pruning, a number format that rounds to 0',
  },
  {
    name: 'activationDensity',
    title: 'activation density',
    unit: '',
    definition: 'share of the inputs that are not 0, as the machine holds them',
    changedBy: 'ReLU before the layer, a threshold, a number format that rounds to 0',
  },
  {
    name: 'inferencesPerSecond',
    title: 'inferences per second',
    unit: '1/s',
    definition: 'one over the time of an inference; none where layers that nothing connects ran side by side',
    formula: '1000000 / timeUs',
    changedBy: 'as time',
  },
  {
    name: 'inferencesPerJoule',
    title: 'inferences per joule',
    unit: '1/J',
    definition: 'one over the energy of an inference',
    formula: '1e12 / energyPj.total',
    changedBy: 'as energy',
  },
  {
    name: 'energyDelayPjS',
    title: 'energy x delay',
    unit: 'pJ s',
    definition: 'energy times time of an inference: a machine that is twice as fast at twice the energy has the same',
    formula: 'energyPj.total x timeUs / 1000000',
    changedBy: 'as energy and time',
  },
];
