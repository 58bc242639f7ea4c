import { z } from '../base/zod.ts';
import { count, quantity } from './yaml/numeric.ts';
import { type RecordOf, recorded } from './yaml/record-field.ts';

const INFORMATION = { minimum: 1, whole: true } as const;
const GIBIBYTE = 2 ** 30;

function width(example: string) {
  return quantity('information', 'bit', {
    ...INFORMATION,
    maximum: 65536,
    example,
    description: 'Width of one access',
  });
}

/** An SRAM of the machine: `{ device: lstp, capacity: 128 KiB, banks: 1, width: 64 bit }`. */
export function sram(description: string, example: { capacity: string; width: string }, banks: number) {
  return z
    .strictObject({
      kind: z.literal('sram').prefault('sram').meta({ description: 'Kind of memory' }),
      device: z
        .enum(['hp', 'lstp', 'lop'])
        .prefault('lstp')
        .meta({ description: 'ITRS device type: high performance, low standby power, low operating power' }),
      capacity: recorded(
        'capacityBytes',
        quantity('information', 'B', {
          ...INFORMATION,
          maximum: GIBIBYTE,
          example: example.capacity,
          description: 'Capacity in each PE, the total over the banks',
        }),
      ),
      banks: count({
        minimum: 1,
        maximum: 1024,
        example: banks,
        description: 'Banks that share the capacity',
      }).prefault(banks),
      width: recorded('widthBits', width(example.width)),
      objective: z.enum(['clock', 'ed2', 'energy', 'area']).prefault('clock').meta({
        description:
          "Which of the possible arrays is priced: the cheapest whose cycle time fits the clock, CACTI's pick (energy x delay^2), the cheapest of all, the smallest",
      }),
      ports: z
        .enum(['1rw', '2rw', '1rw1r', '1r1w'])
        .prefault('1rw')
        .meta({ description: 'Ports that read and write (rw), read (r) or write (w)' }),
    })
    .meta({ description });
}

/** A register file of the machine: `{ entries: 64, width: 16 bit }`. */
export function registers(description: string) {
  return z
    .strictObject({
      kind: z.literal('registers').prefault('registers').meta({ description: 'Kind of memory' }),
      entries: count({ minimum: 1, maximum: 65536, example: 64, description: 'Registers in each PE' }).prefault(64),
      width: recorded('widthBits', width('16 bit').prefault('16 bit')),
    })
    .prefault({})
    .meta({ description });
}

/** A memory made of SRAM banks, as each PE has it; capacity is the total over the banks. */
export type SramMemory = RecordOf<ReturnType<typeof sram>>;

/** A register file, as each PE has it. */
export type RegisterFile = RecordOf<ReturnType<typeof registers>>;
