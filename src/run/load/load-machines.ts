import type { Files } from '../../base/files/files.ts';
import { UserError } from '../../base/user-error.ts';
import { loadEnergyTable } from '../../config/energy/load-energy-table.ts';
import { type Hardware, multipliersOf, resizedTo } from '../../machines/index.ts';
import { hardwareOf, readHardwareSource } from '../../machines/load-hardware.ts';
import type { MachineOnFooting } from '../machines/compare-machines.ts';

/**
 * Machines on a common footing: all have the node, clock, temperature, number formats, DRAM and energy table of the first, what does not fit a memory of weights comes from
 * DRAM, and with `multipliers` each has as many. `set` changes all of them, for the first before the others take after it.
 * @throws UserError RANGE where a machine cannot have that number of multipliers
 */
export async function loadMachines(
  files: Files,
  configs: readonly string[],
  { multipliers, set = [] }: { readonly multipliers?: number; readonly set?: readonly string[] } = {},
): Promise<MachineOnFooting[]> {
  const machines: MachineOnFooting[] = [];
  for (const config of configs) {
    const source = readHardwareSource(files, config);
    const own = await hardwareOf(source, { set });
    const common = [...(machines.length === 0 ? [] : footingOf(machines[0].hardware)), 'weights.overflow=stream'];
    const size = multipliers === undefined ? [] : sizeOf(own, multipliers, config);
    const hardware = await hardwareOf(source, { set: [...set, ...common, ...size] });
    machines.push({ hardware, table: await loadEnergyTable(files, hardware.energy.tableFile) });
  }
  return machines;
}

/** What the other machines take after the first. */
function footingOf({ technologyNm, temperatureK, clockHz, arithmetic, dram, energy }: Hardware): readonly string[] {
  return [
    `technology=${technologyNm} nm`,
    `temperature=${temperatureK} K`,
    `clock=${clockHz} Hz`,
    ...Object.entries(arithmetic).map(([key, format]) => `arithmetic.${key}=${format}`),
    `dram.part=${dram.part}`,
    `dram.channels=${dram.channels}`,
    `energy.table=${energy.tableFile}`,
  ];
}

function sizeOf(hardware: Hardware, multipliers: number, config: string): readonly string[] {
  if (multipliersOf(hardware) === multipliers) return [];
  const changes = resizedTo(multipliers, hardware);
  if (changes !== undefined) return changes;
  throw UserError.at(
    { path: config },
    `expected a number of multipliers that its PEs can have, found ${multipliers} (it has ${multipliersOf(hardware)} in ${hardware.processingElements} PEs)`,
    'RANGE',
  );
}

/** Multiply-accumulates that the machine of a config does in a cycle. */
export async function multipliersOfConfig(files: Files, config: string, set: readonly string[] = []): Promise<number> {
  return multipliersOf(await hardwareOf(readHardwareSource(files, config), { set }));
}
