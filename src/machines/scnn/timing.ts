import type { WeightMatrix } from '../../network/layer.ts';
import type { Reads } from './hardware.ts';
import type { Held, Mapping } from './tasks.ts';

/** What decides how long a layer takes. */
export type Timed = Reads<
  | 'array.rows'
  | 'array.columns'
  | 'multipliers.inputs'
  | 'multipliers.weights'
  | 'accumulators.banks'
  | 'accumulators.entries'
>;

/** What a mapping of a layer takes. */
export interface Work {
  readonly cycles: number;
  /** Products of an input with a weight of its own column. */
  readonly products: number;
  /** Cycles that PEs wait because two products of a step go to one bank, and at barriers for the slowest. */
  readonly conflictCycles: number;
  readonly barrierCycles: number;
  /** Steps of all PEs; of weights that PEs took, and that came from the memory of weights. */
  readonly steps: number;
  readonly weightFetches: number;
  readonly inputFetches: number;
}

/**
 * Output channels go in groups that fit the accumulators. For each group and each channel of inputs a PE takes its inputs I at a time, and for each such group of inputs all weights of the channel F
 * at a time: a step. It lasts as long as its fullest bank has products for, at least a cycle. At the end of a channel PEs wait for the slowest
 * (Parashar et al., ISCA 2017, section IV; the banks as in DNNsim). Behind a group of outputs, sums that several PEs have are added along rows and columns of PEs, one a cycle.
 */
export function work({ rows, columns, columnStart, rowIndex }: WeightMatrix, mapping: Mapping, machine: Timed): Work {
  const { multipliers, accumulators, array } = machine;
  const atOnce = Math.max(1, Math.floor(accumulators.entries / mapping.tilePixels));
  let [cycles, products, conflictCycles, barrierCycles] = [0, 0, 0, 0];
  let [steps, weightFetches, inputFetches] = [0, 0, 0];
  const counts = new Uint32Array(accumulators.banks);
  for (let first = 0; first < rows; first += atOnce) {
    const group = weightsOf({ columns, columnStart, rowIndex }, first, Math.min(rows, first + atOnce));
    for (const { from, to, held } of mapping.tasks()) {
      const base = group.start[from];
      const weights = group.start[to] - base;
      if (weights === 0) continue;
      weightFetches += weights;
      const perRound = Math.ceil(weights / multipliers.weights);
      let slowest = 0;
      const own: number[] = [];
      for (const inputs of held) {
        const rounds = Math.ceil(inputs.length / multipliers.inputs);
        let late = 0;
        for (let round = 0; round < rounds; round++) {
          const taken = inputs.slice(round * multipliers.inputs, (round + 1) * multipliers.inputs);
          const found = conflicts(taken, group, base, multipliers.weights, counts);
          late += found.late;
          products += found.products;
        }
        const time = rounds * perRound + late;
        steps += rounds * perRound;
        inputFetches += inputs.length;
        conflictCycles += late;
        own.push(time);
        slowest = Math.max(slowest, time);
      }
      for (const time of own) barrierCycles += slowest - time;
      cycles += slowest;
    }
    if (mapping.addends > 1) cycles += 2 * Math.min(atOnce, rows - first) + (array.rows - 1) + (array.columns - 1);
  }
  return { cycles, products, conflictCycles, barrierCycles, steps, weightFetches, inputFetches };
}

/** Weights of a group of output channels, column after column. */
interface Group {
  readonly start: Uint32Array;
  readonly row: Uint32Array;
}

function weightsOf(
  { columns, columnStart, rowIndex }: Pick<WeightMatrix, 'columns' | 'columnStart' | 'rowIndex'>,
  first: number,
  end: number,
): Group {
  const start = new Uint32Array(columns + 1);
  const row = new Uint32Array(columnStart[columns]);
  let at = 0;
  for (let column = 0; column < columns; column++) {
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++)
      if (rowIndex[k] >= first && rowIndex[k] < end) row[at++] = rowIndex[k];
    start[column + 1] = at;
  }
  return { start, row };
}

/** The bank of an output: channel k of the pixel (x, y) (DNNsim, which has 32; others take the rest of a division). */
function bankOf(k: number, x: number, y: number, banks: number): number {
  return ((((k & 4) << 2) ^ ((x & 2) << 3) ^ ((y & 2) << 3)) + ((x & 1) << 3) + ((y & 1) << 2) + (k & 3)) % banks;
}

/** Cycles beyond one a step, and products, of some inputs with all weights that go by. Inputs of one column meet the same weights. */
function conflicts(taken: readonly Held[], group: Group, base: number, atOnce: number, counts: Uint32Array) {
  let late = 0;
  let products = 0;
  let step = -1;
  let fullest = 0;
  const touched: number[] = [];
  const settle = () => {
    late += Math.max(0, fullest - 1);
    for (const bank of touched) counts[bank] = 0;
    touched.length = 0;
    fullest = 0;
  };
  for (let one = 0; one < taken.length; ) {
    const { column } = taken[one];
    let next = one + 1;
    while (next < taken.length && taken[next].column === column) next++;
    for (let k = group.start[column]; k < group.start[column + 1]; k++) {
      const here = Math.floor((k - base) / atOnce);
      if (here !== step) settle();
      step = here;
      for (let input = one; input < next; input++) {
        const bank = bankOf(group.row[k], taken[input].x, taken[input].y, counts.length);
        if (counts[bank]++ === 0) touched.push(bank);
        fullest = Math.max(fullest, counts[bank]);
        products++;
      }
    }
    one = next;
  }
  settle();
  return { late, products };
}
