import { wordsOf } from './activation-words.ts';
import type { Reads } from './hardware.ts';
import type { Scan } from './scan.ts';

/** Source registers and what fills them. */
export type Loading = Reads<
  'memories.sourceActivations.entries' | 'memories.activations.widthBits' | 'arithmetic.activation'
>;

/** Batches in which the inputs of a layer come into the source registers; each PE holds one input of every scan row. */
export function batchesOf(scanRows: number, { memories }: Reads<'memories.sourceActivations.entries'>): number {
  return Math.ceil(scanRows / memories.sourceActivations.entries);
}

/**
 * A scan of inputs that exceed the source registers (EIE section VI.A: longer vectors are taken in batches, and the activation memory is read when a batch
 * begins): before it goes on with the next batch the scan waits until every PE has read its share, a word a cycle. The first batch is there when the layer begins.
 */
export function withBatches(scan: Scan, inputs: number, processingElements: number, machine: Loading): Scan {
  const { entries } = machine.memories.sourceActivations;
  const batches = batchesOf(scan.rows, machine);
  if (batches === 1) return scan;
  const waitUntil = (batch: number): number => {
    const loaded = Math.min(batch, batches - 1);
    const last = batch < batches - 1 ? entries : scan.rows - (batches - 1) * entries;
    return loaded === 0 ? 0 : (loaded - 1) * wordsOf(entries, machine) + wordsOf(last, machine);
  };
  let waited = 0;
  const gaps = scan.gaps.map((gap, n) => {
    const column = scan.columns[n];
    const batch = column < inputs ? Math.floor(column / processingElements / entries) : batches - 1;
    const wait = waitUntil(batch) - waited;
    waited += wait;
    return gap + wait;
  });
  const hasBias = scan.columns.length > 0 && scan.columns[scan.columns.length - 1] >= inputs;
  const gapToEnd = hasBias ? gaps[gaps.length - 1] : scan.gapToEnd + waitUntil(batches - 1) - waited;
  return { ...scan, gaps, gapToEnd };
}
