import type { HeldWeights } from '../../../compress/held-weights.ts';
import type { ActivationValues } from '../../pass.ts';
import { wordsOf } from '../activation-words.ts';
import type { Reads } from '../hardware.ts';
import { entriesPerElement, entriesPerLine, pointersPerElement } from './layer-bits.ts';

/** What holds the vectors of a layer. */
type Vectors = Reads<
  | 'processingElements'
  | 'arithmetic.activation'
  | 'memories.destinationActivations.entries'
  | 'memories.sourceActivations.entries'
  | 'memories.activations.capacityBytes'
  | 'memories.activations.widthBits'
>;

type Lines = Parameters<typeof entriesPerLine>[0];
type Memories = Parameters<typeof entryCapacity>[0] & Parameters<typeof pointerCapacity>[0];

/** What of a layer exceeds a PE; each a sentence with both numbers. */
export interface CapacityCheck {
  readonly entries: string | null;
  readonly pointers: string | null;
  readonly addressable: string | null;
  /** Registers and memory of the vectors. */
  readonly accumulators: string | null;
  readonly sources: string | null;
  readonly activations: string | null;
  /** Share of the activations that the activation memory does not hold. */
  readonly activationsBeyond: number;
}

/** Entries that the sparse-matrix memory of a PE holds. */
export function entryCapacity(hardware: Lines & Reads<'memories.sparseMatrix.capacityBytes'>): number {
  const { capacityBytes, widthBits } = hardware.memories.sparseMatrix;
  return Math.floor((capacityBytes * 8) / widthBits) * entriesPerLine(hardware);
}

/** Pointers that the pointer memory of a PE holds. */
export function pointerCapacity(
  hardware: Reads<'memories.pointers.capacityBytes' | 'memories.pointers.widthBits'>,
): number {
  const { capacityBytes, widthBits } = hardware.memories.pointers;
  return Math.floor((capacityBytes * 8) / widthBits);
}

/** Entries that a pointer can reach: its low bits choose the entry of a line, the rest the line (EIE: 13 + 3 bits). */
export function addressableEntries(hardware: Lines & Reads<'memories.pointers.widthBits'>): number {
  const perLine = entriesPerLine(hardware);
  const lineBits = hardware.memories.pointers.widthBits - Math.ceil(Math.log2(perLine));
  return Math.max(0, 2 ** lineBits) * perLine;
}

/** Compares the fullest PE with its memories. A dense machine has no pointers to check. */
export function checkCapacity(
  name: string,
  passes: readonly HeldWeights[],
  values: ActivationValues,
  hardware: Memories & Vectors,
): CapacityCheck {
  const fullest = entriesPerElement(passes).reduce((most, entries) => Math.max(most, entries), 0);
  const pointers = passes.reduce((sum, { source }) => sum + pointersPerElement(source, hardware), 0);
  const exceeds = (found: number, room: number, what: string, where: string): string | null =>
    found > room ? `${name}: ${found} ${what}, ${where} ${room}` : null;
  const perElement = 'entries on the fullest PE';
  return {
    entries: exceeds(fullest, entryCapacity(hardware), perElement, 'the sparse-matrix memory holds'),
    pointers: exceeds(pointers, pointerCapacity(hardware), 'pointers on each PE', 'the pointer memory holds'),
    addressable:
      pointers === 0
        ? null
        : exceeds(
            fullest,
            addressableEntries(hardware),
            perElement,
            `a pointer of ${hardware.memories.pointers.widthBits} bit reaches`,
          ),
    ...vectorCheck(passes, values, hardware, exceeds),
  };
}

/** A PE's share of the sums and of the inputs against its registers, and of all values of both sides against its activation memory. */
function vectorCheck(
  passes: readonly HeldWeights[],
  values: ActivationValues,
  hardware: Vectors,
  exceeds: (found: number, room: number, what: string, where: string) => string | null,
): Pick<CapacityCheck, 'accumulators' | 'sources' | 'activations' | 'activationsBeyond'> {
  const { destinationActivations, sourceActivations, activations } = hardware.memories;
  const share = (length: number): number => Math.ceil(length / hardware.processingElements);
  const rows = passes.reduce((sum, { source }) => sum + source.rows, 0);
  const words = wordsOf(share(values.inputs), hardware) + wordsOf(share(values.outputs), hardware);
  const room = Math.floor((activations.capacityBytes * 8) / activations.widthBits);
  return {
    accumulators: exceeds(
      share(rows),
      destinationActivations.entries,
      'accumulators on each PE',
      'its destination registers are',
    ),
    sources: exceeds(
      share(passes[0].source.columns),
      sourceActivations.entries,
      'inputs on each PE',
      'its source registers are',
    ),
    activations: exceeds(words, room, 'words of activations on each PE', 'the activation memory holds'),
    activationsBeyond: Math.max(0, 1 - room / words),
  };
}
