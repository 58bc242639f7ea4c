import { isScaled, parseNumberFormat } from '../../base/number-format.ts';
import { has, LEAKAGE } from '../component.ts';
import { COMPONENTS } from './components.ts';
import type { Eie, Reads } from './hardware.ts';

/** What the passes counted in one layer, over all PEs. */
export interface CountedWork {
  readonly rows: number;
  readonly columns: number;
  readonly scanRows: number;
  readonly scanCycles: number;
  readonly broadcasts: number;
  /** Items that PEs took from their queues. */
  readonly itemsTaken: number;
  readonly lineReads: number;
  readonly entries: number;
  readonly multiplyAccumulates: number;
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
    'sparseMatrix.read': work.lineReads,
    'addressAccumulator.add': work.entries,
    'arithmeticUnit.multiply': work.multiplyAccumulates,
    'arithmeticUnit.add': work.multiplyAccumulates,
    'destinationActivations.write': work.multiplyAccumulates,
    'destinationActivations.read': work.multiplyAccumulates - work.bypassedWrites,
    'sourceActivations.write': work.columns,
    'sourceActivations.read': work.scanRows * pes,
    'activationMemory.read': memoryWords(work.columns, hardware),
    'activationMemory.write': memoryWords(work.rows, hardware),
    'clockNetwork.cycle': peCycles,
  };
  const { weight, activation } = hardware.arithmetic;
  if ([weight, activation].some(isScaled)) counts['arithmeticUnit.scale'] = work.rows;
  if (hardware.encoding.weights === 'codebook') counts['codebook.read'] = work.entries;
  for (const component of COMPONENTS)
    if (component.leaks && has(component, hardware as Eie)) counts[`${component.name}.${LEAKAGE}`] = peCycles;
  return counts;
}

/** Words of the activation memory that hold a vector, summed over PEs: PE p holds elements p, p + PEs, ... */
function memoryWords(length: number, hardware: Counting): number {
  const pes = hardware.processingElements;
  const { widthBits } = parseNumberFormat(hardware.arithmetic.activation);
  const perWord = Math.max(1, Math.floor(hardware.memories.activations.widthBits / widthBits));
  const full = Math.floor(length / pes);
  const larger = length % pes;
  return larger * Math.ceil((full + 1) / perWord) + (pes - larger) * Math.ceil(full / perWord);
}
