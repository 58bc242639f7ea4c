import type { Files } from '../../base/files/files.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { loadEnergyTable } from '../../config/energy/load-energy-table.ts';
import { type Hardware, machineNamed } from '../../machines/index.ts';
import { knowsKey } from '../../machines/known/knows-key.ts';
import { loadHardware } from '../../machines/load-hardware.ts';

/** A machine and its prices. */
export interface PricedMachine {
  readonly hardware: Hardware;
  readonly table: EnergyTable;
}

/** A machine of the ladder and its prices. */
export interface LadderMachine extends PricedMachine {
  /** A machine that has of the steps so far only this one: what the paper's claim for the step is measured on. */
  readonly alone?: PricedMachine;
  /** The same weights on a systolic array of as many multipliers. */
  readonly array?: PricedMachine;
}

/** Built-in configs of the rungs, in order. */
const RUNGS: readonly { readonly config: string; readonly alone?: string; readonly array?: string }[] = [
  { config: 'ladder/1-dense-fp32', array: 'ladder/dense-fp32-array' },
  { config: 'ladder/2-dense-int16', array: 'ladder/dense-int16-array' },
  { config: 'ladder/3-pruned' },
  { config: 'ladder/4-shared', alone: 'ladder/dense-shared' },
  { config: 'ladder/5-sram' },
  { config: 'ladder/6-eie' },
];

/** Reads the machines of the ladder; `set` changes all of them, arrays as far as they have its keys. */
export async function loadLadder(files: Files, set: readonly string[] = []): Promise<LadderMachine[]> {
  const machine = async (config: string, changes: readonly string[]): Promise<PricedMachine> => {
    const hardware = await loadHardware(files, config, { set: changes });
    return { hardware, table: await loadEnergyTable(files, hardware.energy.tableFile) };
  };
  const machines: LadderMachine[] = [];
  for (const { config, alone, array } of RUNGS) {
    const rung = await machine(config, set);
    machines.push({
      ...rung,
      ...(alone !== undefined && { alone: await machine(alone, set) }),
      ...(array !== undefined && {
        array: await machine(array, [...(await ofArray(set)), `array.columns=${rung.hardware.processingElements}`]),
      }),
    });
  }
  return machines;
}

/** The changes that an array can have. */
async function ofArray(set: readonly string[]): Promise<readonly string[]> {
  const { schema } = await machineNamed('systolic').config();
  return set.filter((change) => knowsKey({ schema, hardware: { machine: 'systolic' } }, change.split('=')[0].trim()));
}
