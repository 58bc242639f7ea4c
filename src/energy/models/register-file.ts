import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import { type ComponentModel, energyPerCyclePj } from './component-model.ts';
import { madeOf } from './made-of.ts';
import { type RegisterCost, registerCost } from './register-cost.ts';

/** The clock is read where it is needed: what a price does not follow is not worked out anew. */
const ACTIONS: Readonly<Record<string, (cost: RegisterCost, hardware: Chip) => number>> = {
  read: (cost) => cost.readPj,
  write: (cost) => cost.writePj,
  pop: (cost) => cost.readPj,
  push: (cost) => cost.writePj,
  leakage: (cost, { clockHz }) => energyPerCyclePj(cost.leakageMw, clockHz),
};

/** Queue, codebook and activation registers: read (pop), write (push), leakage of one PE over one clock period. */
export const registerFile: ComponentModel = (hardware, component, action) => {
  const { registers } = madeOf(hardware, component, 'registers');
  const cost = registerCost({ ...registers(hardware), technologyNm: hardware.technologyNm });
  return {
    energyPj: lookUp('register action', ACTIONS, action)(cost, hardware),
    source: action === 'leakage' ? cost.leakageSource : cost.source,
    provenance: action === 'leakage' ? 'assumed' : 'scaled',
    warnings: [],
  };
};
