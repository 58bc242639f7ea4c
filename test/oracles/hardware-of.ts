import type { Eie } from '../../src/machines/eie/hardware.ts';

/** What a machine of these tests may choose; everything else has no influence on counts, or is fp32. */
export interface MachineChoice {
  readonly processingElements: number;
  readonly queueDepth: number;
  readonly entriesPerLine: number;
  readonly rule: 'reference' | 'drained';
  /** Default 4; null stores every weight. */
  readonly indexBits?: number | null;
  /** Default true. */
  readonly skipZeroActivations?: boolean;
}

const sram = {
  kind: 'sram',
  device: 'lstp',
  capacityBytes: 131072,
  banks: 1,
  widthBits: 64,
  objective: 'clock',
  ports: '1rw',
} as const;
const registers = { kind: 'registers', entries: 64, widthBits: 16 } as const;
const codeBits = 4;

/** An fp32 machine with a codebook, whose sparse-matrix lines hold the wanted number of entries. */
export function hardwareOf(choice: MachineChoice): Eie {
  const { indexBits = 4, skipZeroActivations = true } = choice;
  const widthBits = choice.entriesPerLine * (codeBits + (indexBits ?? 0));
  return {
    name: 'test machine',
    file: 'test.yaml',
    technologyNm: 45,
    temperatureK: 300,
    clockHz: 8e8,
    processingElements: choice.processingElements,
    activationQueue: { depth: choice.queueDepth },
    encoding: { weights: 'codebook', codeBits, indexBits, skipZeroActivations, reencode: false },
    arithmetic: { weight: 'fp32', activation: 'fp32', accumulator: 'fp32' },
    memories: {
      sparseMatrix: { ...sram, widthBits },
      pointers: sram,
      activations: sram,
      sourceActivations: registers,
      destinationActivations: registers,
    },
    weights: { home: 'sparseMatrix', overflow: 'warn' },
    dram: { part: 'lpddr3-1600', channels: 1 },
    simulation: { rule: choice.rule },
    energy: { tableFile: '/none.yaml', overrides: [] },
  };
}
