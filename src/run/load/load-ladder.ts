import type { Files } from '../../base/files/files.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { loadEnergyTable } from '../../config/energy/load-energy-table.ts';
import type { Hardware } from '../../machines/index.ts';
import { loadHardware } from '../../machines/load-hardware.ts';

/** A machine of the ladder and its prices. */
export interface LadderMachine {
  readonly hardware: Hardware;
  readonly table: EnergyTable;
  /** A machine that has of the steps so far only this one: what the paper's claim for the step is measured on. */
  readonly alone?: Omit<LadderMachine, 'alone'>;
}

/** Built-in configs of the rungs, in order. */
const RUNGS: readonly { readonly config: string; readonly alone?: string }[] = [
  { config: 'ladder/1-dense-fp32' },
  { config: 'ladder/2-dense-int16' },
  { config: 'ladder/3-pruned' },
  { config: 'ladder/4-shared', alone: 'ladder/dense-shared' },
  { config: 'ladder/5-sram' },
  { config: 'ladder/6-eie' },
];

/** Reads the machines of the ladder; `set` changes all of them. */
export async function loadLadder(files: Files, set: readonly string[] = []): Promise<LadderMachine[]> {
  const machine = async (config: string): Promise<LadderMachine> => {
    const hardware = await loadHardware(files, config, { set });
    return { hardware, table: await loadEnergyTable(files, hardware.energy.tableFile) };
  };
  const machines: LadderMachine[] = [];
  for (const { config, alone } of RUNGS)
    machines.push({ ...(await machine(config)), ...(alone !== undefined && { alone: await machine(alone) }) });
  return machines;
}
