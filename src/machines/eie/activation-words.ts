import { parseNumberFormat } from '../../base/number-format.ts';
import type { Reads } from './hardware.ts';

type Words = Reads<'arithmetic.activation' | 'memories.activations.widthBits'>;

/** Activations in a word of the activation memory. */
export function activationsPerWord({ arithmetic, memories }: Words): number {
  return Math.max(1, Math.floor(memories.activations.widthBits / parseNumberFormat(arithmetic.activation).widthBits));
}

/** Words that hold so many activations of one PE. */
export function wordsOf(activations: number, hardware: Words): number {
  return Math.ceil(activations / activationsPerWord(hardware));
}

/** Words that hold a vector, summed over PEs: PE p holds elements p, p + PEs, ... */
export function wordsOfVector(length: number, hardware: Words & Reads<'processingElements'>): number {
  const pes = hardware.processingElements;
  const full = Math.floor(length / pes);
  const larger = length % pes;
  return larger * wordsOf(full + 1, hardware) + (pes - larger) * wordsOf(full, hardware);
}
