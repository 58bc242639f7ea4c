import { memo } from '../../base/memo.ts';
import { faultsOf } from '../../base/user-error.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { loadEnergyTable, networkFiles } from '../../node/read-configs.ts';
import type { NetworkFiles } from '../../run/load/network-files.ts';
import type { SweepPlan } from '../plan/plan-sweep.ts';
import { type SourceFiles, sourceFiles } from './source-files.ts';

/** What a sweep reads beside its own file and its base machine. */
export interface SweepInputs {
  /** Reads an energy table once for all points. */
  readonly table: (file: string) => Promise<EnergyTable>;
  /** The networks of the points by path, in their order; undefined where one cannot be read: its points fail. */
  readonly networks: ReadonlyMap<string, NetworkFiles | undefined>;
  readonly sources: SourceFiles;
}

export async function sweepInputs({ config, kinds, recipes }: SweepPlan): Promise<SweepInputs> {
  const tables = memo<EnergyTable>();
  const networks = new Map<string, NetworkFiles | undefined>();
  for (const path of new Set(kinds.map(({ network }) => network.path))) {
    if (path === '' || recipes !== undefined) continue;
    networks.set(path, undefined);
    await faultsOf(async () => networks.set(path, await networkFiles(path)));
  }
  const trained = config.training === null ? [] : [config.training.file, ...(recipes?.files ?? [])];
  const files = [...trained, ...[...networks].flatMap(([, network]) => network?.files ?? [])];
  return {
    table: (file) => tables.get(file, () => loadEnergyTable(file)),
    networks,
    sources: await sourceFiles(files),
  };
}
