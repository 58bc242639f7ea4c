import type { EncodedStreams, Layer } from '../../network/layer.ts';
import { entriesPerElement, entriesPerLine, pointersPerElement } from './layer-bits.ts';
import type { Reads } from './schema.ts';

type Lines = Parameters<typeof entriesPerLine>[0];
type Memories = Parameters<typeof entryCapacity>[0] & Parameters<typeof pointerCapacity>[0];

/** What of a layer exceeds a PE; each a sentence with both numbers. */
export interface CapacityCheck {
  readonly entries: string | null;
  readonly pointers: string | null;
  readonly addressable: string | null;
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
export function checkCapacity({ name, matrix }: Layer, streams: EncodedStreams, hardware: Memories): CapacityCheck {
  const fullest = entriesPerElement(streams).reduce((most, entries) => Math.max(most, entries), 0);
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
  };
}
