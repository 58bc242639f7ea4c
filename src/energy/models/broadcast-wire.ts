import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import { areaOf } from './area.ts';
import { type ComponentModel, energyPerCyclePj } from './component-model.ts';
import { hTreeLengthMm } from './floor-plan.ts';
import { madeOf } from './made-of.ts';
import { CHIP_WIRE, TOGGLE_RATE, type WireCost, wireCost } from './wire-cost.ts';

/** Wire between central control and all PEs: an H-tree over the floor plan. */
function wireLengthMm(ends: number, hardware: Chip): number {
  return hTreeLengthMm(ends, areaOf(hardware).totalMm2);
}

const ACTIONS: Readonly<Record<string, (wire: WireCost, bitMm: number, clockHz: number) => number>> = {
  send: (wire, bitMm) => bitMm * wire.energyFjPerMm * 1e-3 * TOGGLE_RATE,
  leakage: (wire, bitMm, clockHz) => energyPerCyclePj(bitMm * wire.leakageMwPerMm, clockHz),
};

/** A broadcast drives every branch of the tree: bits x length x fJ/mm, half of the bits toggling. */
export const broadcastWire: ComponentModel = (hardware, component, action) => {
  const wire = wireCost({ ...CHIP_WIRE, technologyNm: hardware.technologyNm });
  const made = madeOf(hardware, component, 'wire');
  const lengthMm = wireLengthMm(made.ends(hardware), hardware);
  const bits = made.bits(hardware);
  return {
    energyPj: lookUp('wire action', ACTIONS, action)(wire, bits * lengthMm, hardware.clockHz),
    source: `${wire.source}; H-tree of ${lengthMm.toFixed(1)} mm x ${bits} bit${action === 'send' ? ', half toggling' : ''}`,
    provenance: 'assumed',
    warnings: wire.warnings.map((warning) => `${component}: ${warning}`),
  };
};
