import { UserError } from '../../base/user-error.ts';
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
import type { NetworkChoice, Task } from './task.ts';

/** Told behind each layer: how many are done, of how many. */
export type Progress = (done: number, all: number) => void;

/** Runs tasks: the same records as `picojoule run` gives of them. */
export interface Simulation {
  /** The machine of a task. @throws UserError with all faults */
  machine(task: Pick<Task, 'hardware' | 'set'>): Promise<Hardware>;
  /** The record but for what outputs tell: their hashes, and how many accumulators were saturated. */
  run(task: Task, signal: AbortSignal, told?: Progress): Promise<RunResult>;
  /** The whole record. */
  whole(task: Task, signal: AbortSignal): Promise<RunResult>;
  /** Draws the layers of a network before somebody asks for them; nothing where there is no such network. */
  prepare(network: NetworkChoice, signal: AbortSignal): Promise<void>;
  /** Has all that a machine needs compiled before somebody asks for it; nothing where there is no such machine. */
  warm(task: Task, signal: AbortSignal): Promise<void>;
  /** Why each layer takes its cycles. */
  bounds(task: Task, signal: AbortSignal): Promise<readonly (readonly CycleBound[] | undefined)[]>;
}

/** Machines and networks that are kept as they were read. */
const KEPT = 64;
/** Records are small: whoever goes back and forth gets them again. */
const RECORDS = 64;

export function simulation(setup: Setup, program: string): Simulation {
  const files = pageFiles(setup);
  const machines = new LastUsed<Promise<Hardware>>(KEPT);
  const networks = new LastUsed<Promise<StreamedNetwork>>(KEPT);
  const tables = new LastUsed<Promise<EnergyTable>>(KEPT);
  const records = new LastUsed<RunResult>(RECORDS);
  const wholes = new LastUsed<RunResult>(RECORDS);
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

  const recordOf = async (
    task: Task,
    withOutputs: boolean,
    signal: AbortSignal,
    told?: Progress,
  ): Promise<RunResult> => {
    const key = JSON.stringify(task);
    const kept = withOutputs ? wholes : records;
    const known = kept.known(key);
    if (known !== undefined) return known;
    const { chip, opened, hands: all } = await read(task);
    const table = await tables.get(chip.energy.tableFile, () => loadEnergyTable(files, chip.energy.tableFile));
    let done = 0;
    const simulate = async (index: number) => {
      const layer = await all.simulate(task.network, index, chip, withOutputs, signal);
      told?.(++done, opened.coming.length);
      return layer;
    };
    const record = await runStreamed(chip, opened, table, { simulate, lanes: opened.coming.length, signal });
    return kept.get(key, () => record);
  };

  return {
    machine,
    run: (task, signal, told) => recordOf(task, false, signal, told),
    whole: (task, signal) => recordOf(task, true, signal),
    prepare: (network, signal) =>
      ifThereIs(async () => {
        const { coming } = await networks.get(JSON.stringify(network), () => openChoice(files, network));
        const all = hands;
        if (all !== undefined) await Promise.all(coming.map((_, index) => all.prepare(network, index, signal)));
      }),
    warm: (task, signal) => ifThereIs(async () => hands?.warm(task.network, await machine(task), signal)),
    async bounds(task, signal) {
      const { chip, opened, hands: all } = await read(task);
      return Promise.all(opened.coming.map((_, index) => all.bounds(task.network, index, chip, signal)));
    },
  };
}

/** What nobody has asked for yet is told when somebody does. */
async function ifThereIs(make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}
