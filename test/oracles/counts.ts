import type { EieCounts } from '../../src/machines/eie/count-layer.ts';
import type { ElementCounts, StepperResult } from './stepper/stepper.ts';

/** Sum over the PEs of one of the stepper's counts. */
export function sumOf(result: StepperResult, key: keyof ElementCounts): number {
  return result.perElement.reduce((total, counts) => total + counts[key], 0);
}

/** One of the stepper's counts, PE by PE. */
export function listOf(result: StepperResult, key: keyof ElementCounts): number[] {
  return result.perElement.map((counts) => counts[key]);
}

/** What the stepper counts, in plain numbers under the product's names. */
export function countsOfStepper(result: StepperResult) {
  return {
    cycles: result.cycles,
    broadcasts: result.broadcasts,
    stallCycles: result.stallCycles,
    pointerReads: sumOf(result, 'pointerReads'),
    lineReads: sumOf(result, 'lineReads'),
    multiplyAccumulates: sumOf(result, 'multiplyAccumulates'),
    busy: listOf(result, 'busy'),
    emptyColumn: listOf(result, 'emptyColumn'),
    starved: listOf(result, 'starved'),
    blocked: listOf(result, 'blocked'),
    bypasses: listOf(result, 'bypasses'),
    outputs: Array.from(result.outputs),
  };
}

/** The same of the product's record. */
export function countsOfLayer({ perProcessingElement, actionCounts, ...counts }: EieCounts) {
  return {
    cycles: counts.cycles,
    broadcasts: counts.broadcasts,
    stallCycles: counts.stallCycles,
    // one for each item taken, but for a dense machine, which stores no pointers
    pointerReads: actionCounts['activationQueue.pop'],
    lineReads: actionCounts['sparseMatrix.read'],
    multiplyAccumulates: counts.multiplyAccumulates,
    busy: Array.from(perProcessingElement.busy),
    emptyColumn: Array.from(perProcessingElement.emptyColumn),
    starved: Array.from(perProcessingElement.starved),
    blocked: Array.from(perProcessingElement.blocked),
    bypasses: Array.from(perProcessingElement.bypasses),
    outputs: Array.from(counts.outputs),
  };
}
