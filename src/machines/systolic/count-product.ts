import type { Layer } from '../../network/layer.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
import { LEAKAGE } from '../component.ts';
import type { Counter } from '../counter.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS, type Found, type SystolicCounts } from './counters.ts';
import { foldsOf, laidOut, type Product, tilesOf } from './folds.ts';
import type { Reads } from './hardware.ts';
import { productOf } from './product.ts';
import { type ArrayCycles, arrayCycles, queuedCycles, type Timed, totalCycles } from './timing.ts';
import { trafficOf, wordsOf } from './traffic.ts';
import { passesOf, valueBits } from './value-bits.ts';
import { type Fed, queueOf, tileBytes } from './weight-queue.ts';

/** Paths of the hardware record that decide what is counted. */
export const COUNTING = [
  'array.rows',
  'array.columns',
  'array.dataflow',
  'array.doubleBuffered',
  'array.operandBits',
  'encoding.pattern.kept',
  'encoding.pattern.of',
  'arithmetic.weight',
  'arithmetic.activation',
  'arithmetic.accumulator',
  'memories.weights.widthBits',
  'memories.activations.widthBits',
  'memories.activations.capacityBytes',
  'memories.sums.widthBits',
  'memories.sums.capacityBytes',
  'weights.home',
] as const;

type Counting = Reads<(typeof COUNTING)[number]> & { readonly [Key in keyof Fed]?: unknown };

/** Counts of the product of a layer's weights with a batch of inputs. */
export function countProduct(
  { matrix }: Layer,
  batch: number,
  { outputs, saturations }: Outputs,
  machine: Counting,
): SystolicCounts {
  const { array, encoding } = machine;
  const product = productOf(matrix, batch, encoding?.pattern);
  const timed = { ...array, passes: passesOf(machine) };
  const laid = laidOut(product, array.dataflow);
  const allInputs = matrix.columns / product.groups;
  const traffic = trafficOf(product, array.dataflow, array, allInputs);
  const found: Found = {
    folds: foldsOf(laid, array),
    cycles: cyclesOf(product, timed, machine),
    traffic,
    loads: traffic.weightReads / (product.inputs * product.outputs * product.groups),
    spilled: spilledOf(product, allInputs, machine),
  };
  const cycles = totalCycles(found.cycles);
  const biasAdds = matrix.hasBias ? matrix.rows * batch : 0;
  const numbers = (COUNTERS as readonly Counter<Found>[]).flatMap(({ name, from }) =>
    from.kind === 'product' ? [[name, from.value(found)]] : [],
  );
  const pick = allInputs / product.inputs;
  const widths = {
    weight: machine.memories.weights.widthBits,
    input: machine.memories.activations.widthBits,
    sum: machine.memories.sums.widthBits,
  };
  const bits = valueBits(machine);
  const words = wordsOf(product, array.dataflow, array, bits, widths, pick);
  const outputWords = Math.ceil((product.outputs * bits.input) / widths.input) * product.groups * batch;
  const finished = Math.ceil((product.outputs * bits.sum) / widths.sum) * product.groups * batch;
  return {
    cycles,
    multiplyAccumulates: traffic.multiplies + biasAdds,
    denseMultiplyAccumulates: (matrix.rows * matrix.columns * batch) / product.groups + biasAdds,
    ...Object.fromEntries(numbers),
    saturations,
    actionCounts: {
      'arithmeticUnit.multiply': traffic.multiplies * timed.passes,
      'arithmeticUnit.add': traffic.multiplies * timed.passes + biasAdds,
      'weightRegisters.write': traffic.weightSteps,
      'inputRegisters.write': traffic.inputSteps,
      'sumRegisters.write': traffic.sumSteps,
      'weightMemory.read': words.weightReads,
      'activationMemory.read': words.inputReads,
      'activationMemory.write': outputWords,
      'sumMemory.read': words.sumReads + finished,
      'sumMemory.write': words.sumWrites,
      ...everyCycle(machine, cycles),
    },
    outputs,
  } as SystolicCounts;
}

/** What goes on in every cycle: the clock of every flip-flop, and leakage. */
export function everyCycle(machine: Counting, cycles: number): Record<string, number> {
  const { array } = machine;
  const places = array.rows * array.columns;
  const { weight, input, sum } = valueBits(machine);
  const flipFlops = (array.doubleBuffered ? 2 : 1) * weight + input + sum;
  const counts: Record<string, number> = { 'clockTree.tick': cycles * places * flipFlops };
  for (const { name, leaks, place } of COMPONENTS)
    if (leaks) counts[`${name}.${LEAKAGE}`] = cycles * (place === 'processingElement' ? places : 1);
  return counts;
}

function cyclesOf(product: Product, array: Timed, machine: Counting): ArrayCycles {
  const laid = laidOut(product, array.dataflow);
  if (!array.doubleBuffered || machine.weights.home !== 'dram') return arrayCycles(laid, array);
  return queuedCycles(laid, array, queueOf(machine as unknown as Fed, tileBytes(array, valueBits(machine).weight)));
}

/** What a product needs of DRAM because the chip does not hold it: inputs as often as they are read, sums that go and come back, outputs. */
function spilledOf(product: Product, allInputs: number, machine: Counting): Found['spilled'] {
  const { array, memories } = machine;
  const bits = valueBits(machine);
  const { groups, batch } = product;
  const laid = laidOut(product, array.dataflow);
  const room = (capacityBytes: number, width: number) => Math.floor((capacityBytes * 8) / width);
  const values = room(memories.activations.capacityBytes, bits.input);
  const inputs = allInputs * groups * batch;
  const reads = array.dataflow === 'inputStationary' ? 1 : Math.ceil(laid.columns / array.columns);
  const outputs = product.outputs * groups * batch;
  const along = Math.ceil(laid.rows / array.rows);
  const sums = room(memories.sums.capacityBytes, bits.sum);
  const beyond = (columns: number) => Math.max(0, laid.steps * columns - sums);
  const spilledSums = tilesOf({ ...laid, rows: 1 }, { rows: 1, columns: array.columns }).reduce(
    (all, { columns, count }) => all + count * beyond(columns),
    0,
  );
  return {
    inputs: Math.max(0, inputs - values) * reads,
    sums: array.dataflow === 'outputStationary' ? 0 : spilledSums * (along - 1),
    outputs: Math.max(0, outputs - Math.max(0, values - inputs)),
  };
}
