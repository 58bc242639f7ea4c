import type { EnergyRow, EnergyTable } from '../../src/config/energy/energy-table.ts';
import type { Eie } from '../../src/machines/eie/hardware.ts';

/** The 64-PE EIE of the paper, as configs/hardware/eie-64pe.yaml describes it. */
export const EIE: Eie = {
  name: 'EIE, 64 PEs',
  file: 'eie-64pe.yaml',
  technologyNm: 45,
  temperatureK: 300,
  clockHz: 800e6,
  processingElements: 64,
  activationQueue: { depth: 8 },
  encoding: { weights: 'codebook', codeBits: 4, indexBits: 4, skipZeroActivations: true, reencode: false },
  arithmetic: { weight: 'q7.8', activation: 'q7.8', accumulator: 'q7.8' },
  memories: {
    sparseMatrix: {
      kind: 'sram',
      device: 'lstp',
      capacityBytes: 131072,
      banks: 1,
      widthBits: 64,
      objective: 'clock',
      ports: '1rw',
    },
    pointers: {
      kind: 'sram',
      device: 'lstp',
      capacityBytes: 32768,
      banks: 2,
      widthBits: 16,
      objective: 'clock',
      ports: '1rw',
    },
    activations: {
      kind: 'sram',
      device: 'lstp',
      capacityBytes: 2048,
      banks: 1,
      widthBits: 64,
      objective: 'clock',
      ports: '1rw',
    },
    sourceActivations: { kind: 'registers', entries: 64, widthBits: 16 },
    destinationActivations: { kind: 'registers', entries: 64, widthBits: 16 },
  },
  weights: { home: 'sparseMatrix', overflow: 'warn' },
  dram: { part: 'lpddr3-1600', channels: 1 },
  simulation: { rule: 'drained' },
  energy: { tableFile: '/nowhere/45nm.yaml', overrides: [] },
};

const { sparseMatrix, pointers, activations, ...registers } = EIE.memories;

/** The same with CACTI's own pick of every array, whatever the clock. */
export const EIE_ED2: Eie = {
  ...EIE,
  memories: {
    ...registers,
    sparseMatrix: { ...sparseMatrix, objective: 'ed2' },
    pointers: { ...pointers, objective: 'ed2' },
    activations: { ...activations, objective: 'ed2' },
  },
};

export function row(component: string, action: string, price: number | string, attributes = {}): EnergyRow {
  const energyPj = typeof price === 'number' ? price : null;
  const model = typeof price === 'string' ? price : null;
  return { component, action, energyPj, model, attributes, source: 'by hand', provenance: 'published' };
}

export function table(...rows: EnergyRow[]): EnergyTable {
  return { name: 'by hand', file: 'hand.yaml', technologyNm: 45, rows };
}
