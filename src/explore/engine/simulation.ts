import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { loadEnergyTable } from '../../config/energy/load-energy-table.ts';
import type { CycleBound } from '../../machines/cycle-bound.ts';
import type { Hardware } from '../../machines/index.ts';
import { loadHardware } from '../../machines/load-hardware.ts';
import type { StreamedNetwork } from '../../network/streamed-network.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { RunResult } from '../../run/result.ts';
import { runStreamed } from '../../run/run-streamed.ts';
import type { Crew } from './crew.ts';
import { crew } from './crew.ts';
import { LastUsed } from './last-used.ts';
import { pageFiles } from './page-files.ts';
import { openChoice } from './remembered-layers.ts';
import type { Task } from './task.ts';

/** Runs tasks: the same records as `picojoule run` gives of them. */
export interface Simulation {
  /** The machine of a task. @throws UserError with all faults */
  machine(task: Pick<Task, 'hardware' | 'set'>): Promise<Hardware>;
  run(task: Task, signal: AbortSignal): Promise<RunResult>;
  /** Why each layer takes its cycles. */
  bounds(task: Task, signal: AbortSignal): Promise<readonly (readonly CycleBound[] | undefined)[]>;
}

/** Machines and networks that are kept as they were read. */
const KEPT = 16;
/** Records are small: whoever goes back and forth gets them again. */
const RECORDS = 64;

export function simulation(setup: Setup, program: string): Simulation {
  const files = pageFiles(setup);
  const machines = new LastUsed<Promise<Hardware>>(KEPT);
  const networks = new LastUsed<Promise<StreamedNetwork>>(KEPT);
  const tables = new LastUsed<Promise<EnergyTable>>(KEPT);
  const records = new Map<string, RunResult>();
  let hands: Crew | undefined;

  const machine = ({ hardware, set }: Pick<Task, 'hardware' | 'set'>) =>
    machines.get(JSON.stringify([hardware, set]), () => loadHardware(files, hardware, { set }));
  const read = async ({ hardware, set, network }: Task) => {
    const [chip, opened] = await Promise.all([
      machine({ hardware, set }),
      networks.get(JSON.stringify(network), () => openChoice(files, network)),
    ]);
    hands ??= crew(
      setup,
      opened.coming.map(({ rows, columns }) => rows * columns),
      program,
    );
    return { chip: chip as Chip, opened, hands };
  };

  return {
    machine,
    async run(task, signal) {
      const key = JSON.stringify(task);
      const known = records.get(key);
      if (known !== undefined) return known;
      const { chip, opened, hands: all } = await read(task);
      const table = await tables.get(chip.energy.tableFile, () => loadEnergyTable(files, chip.energy.tableFile));
      const record = await runStreamed(chip, opened, table, {
        simulate: (index) => all.simulate(task.network, index, chip, signal),
        lanes: opened.coming.length,
        signal,
      });
      records.set(key, record);
      if (records.size > RECORDS) records.delete(records.keys().next().value!);
      return record;
    },
    async bounds(task, signal) {
      const { chip, opened, hands: all } = await read(task);
      return Promise.all(opened.coming.map((_, index) => all.bounds(task.network, index, chip, signal)));
    },
  };
}
