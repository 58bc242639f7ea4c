import { parseNumberFormat } from '../../base/number-format.ts';
import type { HeldWeights } from '../../compress/held-weights.ts';
import type { Layer } from '../../network/layer.ts';
import type { Reads } from './hardware.ts';
import { entriesPerLine, pointersPerElement } from './layer-bits.ts';

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
  /** Registers and memory of the vectors, which no stream from DRAM relieves. */
  readonly accumulators: string | null;
  readonly sources: string | null;
  readonly activations: string | null;
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
  { name, matrix }: Layer,
  streams: HeldWeights,
  hardware: Memories & Vectors,
): CapacityCheck {
  const fullest = streams.entriesPerElement.reduce((most, entries) => Math.max(most, entries), 0);
  const pointers = pointersPerElement(matrix, hardware);
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
    ...vectorCheck(matrix, hardware, exceeds),
  };
}

/** A PE's share of the sums and of the inputs against its registers, and of both vectors against its activation memory. */
function vectorCheck(
  { rows, columns }: Layer['matrix'],
  hardware: Vectors,
  exceeds: (found: number, room: number, what: string, where: string) => string | null,
): Pick<CapacityCheck, 'accumulators' | 'sources' | 'activations'> {
  const { destinationActivations, sourceActivations, activations } = hardware.memories;
  const share = (length: number): number => Math.ceil(length / hardware.processingElements);
  const perWord = Math.max(
    1,
    Math.floor(activations.widthBits / parseNumberFormat(hardware.arithmetic.activation).widthBits),
  );
  const words = Math.ceil(share(columns) / perWord) + Math.ceil(share(rows) / perWord);
  const room = Math.floor((activations.capacityBytes * 8) / activations.widthBits);
  return {
    accumulators: exceeds(
      share(rows),
      destinationActivations.entries,
      'accumulators on each PE',
      'its destination registers are',
    ),
    sources: exceeds(share(columns), sourceActivations.entries, 'inputs on each PE', 'its source registers are'),
    activations: exceeds(words, room, 'words of activations on each PE', 'the activation memory holds'),
  };
}
