import { isScaled } from '../../base/number-format.ts';
import { has, LEAKAGE } from '../component.ts';
import { wordsOfVector } from './activation-words.ts';
import { COMPONENTS, looksUp } from './components.ts';
import type { Eie, Reads } from './hardware.ts';
import { type BlockScales, blocksOf } from './weights/block-scales.ts';

/** What the passes counted in products of one layer, over all PEs. */
export interface CountedWork {
  readonly products: number;
  /** Of each product, as its columns. */
  readonly rows: number;
  /** Rows of each pass over them. */
  readonly passRows: readonly number[];
  readonly columns: number;
  /** How often the inputs of a product come into the source registers. */
  readonly loads: number;
  readonly scales: BlockScales;
  readonly scanRows: number;
  readonly scanCycles: number;
  readonly broadcasts: number;
  /** Items that PEs took from their queues. */
  readonly itemsTaken: number;
  readonly lineReads: number;
  readonly entries: number;
  readonly multiplyAccumulates: number;
  /** Of those the ones with an operand of zero, where they are told apart. */
  readonly zeroProducts: number | undefined;
  /** Sums written whose old value came from the adder and not from the destination registers. */
  readonly bypassedWrites: number;
  readonly cycles: number;
}

/** What of the machine decides its counts, beside what the passes found. */
export type Counting = Reads<
  | 'processingElements'
  | 'encoding.weights'
  | 'encoding.indexBits'
  | 'arithmetic.weight'
  | 'arithmetic.activation'
  | 'memories.activations.widthBits'
  | 'simulation.rule'
>;

/** Every action of a layer, `component.action` -> count (design section 3, table of counts). */
export function actionCounts(hardware: Counting, work: CountedWork): Record<string, number> {
  const pes = hardware.processingElements;
  const peCycles = work.cycles * pes;
  const counts: Record<string, number> = {
    'nonZeroDetection.scan': work.scanCycles,
    'broadcast.send': work.broadcasts,
    'activationQueue.push': work.broadcasts * pes,
    'activationQueue.pop': work.itemsTaken,
    // a dense machine computes where a column starts: it stores no pointers
    'pointers.read': hardware.encoding.indexBits === null ? 0 : work.itemsTaken,
    'sparseMatrix.read': work.lineReads + work.scales.lineReads,
    'addressAccumulator.add': work.entries,
    'arithmeticUnit.multiply': work.multiplyAccumulates - (work.zeroProducts ?? 0),
    'arithmeticUnit.add': work.multiplyAccumulates - (work.zeroProducts ?? 0),
    ...(work.zeroProducts !== undefined && {
      'arithmeticUnit.multiplyZero': work.zeroProducts,
      'arithmeticUnit.addZero': work.zeroProducts,
    }),
    'destinationActivations.write': work.multiplyAccumulates,
    'destinationActivations.read': work.multiplyAccumulates - work.bypassedWrites,
    'sourceActivations.write': work.products * work.columns * work.loads,
    'sourceActivations.read': work.scanRows * pes,
    'activationMemory.read': work.products * wordsOfVector(work.columns, hardware) * work.loads,
    'activationMemory.write':
      work.products * work.passRows.reduce((words, rows) => words + wordsOfVector(rows, hardware), 0),
    'clockNetwork.cycle': peCycles,
  };
  const { weight, activation } = hardware.arithmetic;
  const isScaledSum = [weight, activation].some(isScaled);
  const scaled = (isScaledSum ? work.products * work.rows : 0) + work.scales.applied;
  if (isScaledSum || scaled > 0) counts['arithmeticUnit.scale'] = scaled;
  if (blocksOf(hardware)?.scale.kind === 'zeroPoint')
    counts['arithmeticUnit.subtractZeroPoint'] = work.multiplyAccumulates;
  if (looksUp(hardware)) counts['codebook.read'] = work.entries;
  for (const component of COMPONENTS)
    if (component.leaks && has(component, hardware as Eie)) counts[`${component.name}.${LEAKAGE}`] = peCycles;
  return counts;
}
