import { lookUp } from '../../base/registry.ts';
import type { ComponentModel } from './component-model.ts';
import { type DramEnergies, dramCost } from './dram-cost.ts';

/** Actions of a channel; a burst is one line, a standby cycle is one DRAM clock with rows open, transfer is the I/O of a burst. */
const ACTIONS: Readonly<Record<string, (energies: DramEnergies) => number>> = {
  read: (energies) => energies.read,
  write: (energies) => energies.write,
  activate: (energies) => energies.activatePrecharge,
  refresh: (energies) => energies.refresh,
  standby: (energies) => energies.activeStandbyPerCycle,
  transfer: (energies) => energies.ioLine ?? 0,
};

/** The DRAM part of the machine, per command. */
export const dram: ComponentModel = (hardware, _component, action) => {
  const cost = dramCost(hardware.dram.part);
  const unknownIo = action === 'transfer' && cost.energies.ioLine === undefined;
  return {
    energyPj: lookUp('DRAM action', ACTIONS, action)(cost.energies),
    source: cost.source,
    provenance: cost.provenance,
    doubtful: cost.doubtful,
    warnings: unknownIo
      ? [...cost.warnings, `dram ${hardware.dram.part}: no I/O energy known; charged as 0`]
      : cost.warnings,
  };
};
