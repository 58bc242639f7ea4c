import { lookUp } from '../../base/registry.ts';
import { type ComponentModel, energyPerCyclePj } from './component-model.ts';
import { madeOf } from './made-of.ts';
import { type RegisterCost, registerCost } from './register-cost.ts';

const ACTIONS: Readonly<Record<string, (cost: RegisterCost, clockHz: number) => number>> = {
  read: (cost) => cost.readPj,
  write: (cost) => cost.writePj,
  pop: (cost) => cost.readPj,
  push: (cost) => cost.writePj,
  leakage: (cost, clockHz) => energyPerCyclePj(cost.leakageMw, clockHz),
};

/** Queue, codebook and activation registers: read (pop), write (push), leakage of one PE over one clock period. */
export const registerFile: ComponentModel = (hardware, component, action) => {
  const { registers } = madeOf(hardware, component, 'registers');
  const cost = registerCost({ ...registers(hardware), technologyNm: hardware.technologyNm });
  return {
    energyPj: lookUp('register action', ACTIONS, action)(cost, hardware.clockHz),
    source: action === 'leakage' ? cost.leakageSource : cost.source,
    provenance: action === 'leakage' ? 'assumed' : 'scaled',
    warnings: [],
  };
};
