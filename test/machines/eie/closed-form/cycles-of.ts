import assert from 'node:assert/strict';
import type { EieCounts } from '../../../../src/machines/eie/count-layer.ts';
import { runFast, runStepper } from '../../../oracles/both.ts';
import type { DenseLayer } from '../../../oracles/eie/eie-gen-1.ts';

/** Last entry in the pointer stage to the end of the layer: five states to the write, and one more. */
export const drain = 6;
/** First state in which a PE can process an entry: the row is loaded in tic 1, broadcast in tic 2, taken in tic 3. */
export const firstEntry = 3;

/** Runs a layer without bias on lines of 8 entries, and holds the stepper to the same cycles. */
export function runBoth(layer: DenseLayer, processingElements: number, queueDepth: number): EieCounts {
  const machine = { processingElements, queueDepth, entriesPerLine: 8, indexBits: 4 };
  const choice = { ...machine, hasBias: false, rule: 'drained' } as const;
  const counts = runFast(layer, choice);
  assert.equal(runStepper(layer, choice).cycles, counts.cycles, 'the stepper takes other cycles');
  return counts;
}
