import { z } from '../../base/zod.ts';
import { number, optionalNumber, positive, text } from './parts.ts';

const BITS = ['bitsPerWeight', 'bitsPerIndex', 'huffmanBitsPerWeight', 'huffmanBitsPerIndex'] as const;

export const compression = z.looseObject({
  layers: z.array(z.looseObject({ name: text, ...Object.fromEntries(BITS.map((name) => [name, number])) })),
});

export const operationCosts = z.looseObject({
  technologyNm: optionalNumber,
  operations: z.array(
    z.looseObject({
      name: text,
      group: z.enum(['arithmetic', 'registers', 'sram', 'dram']),
      energyPj: number.min(0),
      source: text,
    }),
  ),
});

export const numberFormats = z.looseObject({
  formats: z.array(
    z.looseObject({ name: text, bits: positive, smallest: positive, largest: positive, precisionBits: positive }),
  ),
});

export const weightFormats = z.looseObject({
  codeBits: positive,
  rooms: z.array(z.looseObject({ format: text, density: positive, bitsPerWeight: positive })),
  fixed: z.array(text),
  crossing: positive,
});
