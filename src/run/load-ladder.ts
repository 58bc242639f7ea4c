import type { Files } from '../base/files.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import { loadEnergyTable } from '../config/load-energy-table.ts';
import type { Hardware } from '../machines/index.ts';
import { loadHardware } from '../machines/load-hardware.ts';

/** A machine of the ladder, its prices, and what the paper says that it saves over the one before. */
export interface LadderMachine {
  readonly hardware: Hardware;
  readonly table: EnergyTable;
  readonly claim: { readonly factor: number; readonly of: string } | null;
}

/** Built-in configs of the rungs, in order. Factors: EIE (ISCA 2016), introduction. */
const RUNGS = [
  { config: 'ladder/1-dense-fp32', claim: null },
  { config: 'ladder/2-dense-int16', claim: null },
  { config: 'ladder/3-pruned', claim: { factor: 10, of: 'sparsity' } },
  { config: 'ladder/4-shared', claim: { factor: 8, of: 'weight sharing, from 32 to 4 bits (2 of it is rung 2)' } },
  { config: 'ladder/5-sram', claim: { factor: 120, of: 'SRAM for DRAM' } },
  { config: 'ladder/6-eie', claim: { factor: 3, of: 'zero activations' } },
] as const;

/** Reads the machines of the ladder; `set` changes all of them. */
export async function loadLadder(files: Files, set: readonly string[] = []): Promise<LadderMachine[]> {
  const machines: LadderMachine[] = [];
  for (const { config, claim } of RUNGS) {
    const hardware = await loadHardware(files, config, { set });
    machines.push({ hardware, table: await loadEnergyTable(files, hardware.energy.tableFile), claim });
  }
  return machines;
}
