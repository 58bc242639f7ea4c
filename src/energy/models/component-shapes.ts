import type { Hardware } from '../../config/hardware.ts';
import { type NumberWidth, numberWidth, widerOf } from './number-width.ts';
import type { RegisterShape } from './register-cost.ts';

/** Bits that name a column: enough for every pointer that a PE can hold. */
export function columnIndexBits(hardware: Hardware): number {
  const { capacityBytes, widthBits } = hardware.memories.pointers;
  return Math.ceil(Math.log2((capacityBytes * 8) / widthBits));
}

/** Bits of a broadcast, and of an item of the activation queue: an activation and its column. */
export function broadcastBits(hardware: Hardware): number {
  return numberWidth(hardware.arithmetic.activation).bits + columnIndexBits(hardware);
}

/** Register-built components of one PE. */
export const REGISTER_SHAPES: Readonly<Record<string, (hardware: Hardware) => RegisterShape>> = {
  activationQueue: (hardware) => ({
    entries: hardware.activationQueue.depth,
    widthBits: broadcastBits(hardware),
    technologyNm: hardware.technologyNm,
  }),
  codebook: (hardware) => ({
    entries: 2 ** hardware.encoding.codeBits,
    widthBits: numberWidth(hardware.arithmetic.weight).bits,
    technologyNm: hardware.technologyNm,
  }),
  sourceActivations: (hardware) => ({
    ...hardware.memories.sourceActivations,
    technologyNm: hardware.technologyNm,
  }),
  destinationActivations: (hardware) => ({
    ...hardware.memories.destinationActivations,
    technologyNm: hardware.technologyNm,
  }),
};

/** Format in which the arithmetic unit multiplies, and in which it adds. */
export function multiplyFormat(hardware: Hardware): NumberWidth {
  return widerOf(numberWidth(hardware.arithmetic.weight), numberWidth(hardware.arithmetic.activation));
}

export function addFormat(hardware: Hardware): NumberWidth {
  return numberWidth(hardware.arithmetic.accumulator);
}
