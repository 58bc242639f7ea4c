import type { ActionPrice } from '../../energy/energy-report.ts';
import type { RunResult } from '../../run/result.ts';
import type { SweepResult } from '../sweep-result.ts';
import type { ChangedKey } from './comparison.ts';

type Leaf = string | number | boolean | null;

interface Origin {
  readonly value: Leaf;
  readonly origin: string;
}

/** What is not the same in the machines, prices and networks of runs: only the keys that differ. */
export function changedInRuns(runs: readonly RunResult[]): ChangedKey[] {
  return changed(
    runs.map((run) => {
      const { file: hardwareFile, ...hardware } = run.hardware;
      return new Map([
        ...leaves('hardware', hardware, hardwareFile),
        ...leaves('network', run.network, run.network.file),
        ...run.energyTable.map((price): [string, Origin] => [
          `price.${price.component}.${price.action}`,
          priceOrigin(price),
        ]),
      ]);
    }),
  );
}

/** The same of sweeps, whose records name their base machine and network. */
export function changedInSweeps(sweeps: readonly SweepResult[]): ChangedKey[] {
  return changed(
    sweeps.map(({ hardware, network, file, axes, name }) => {
      const values = Object.fromEntries(axes.map((axis) => [axis.name, axis.values.join(', ')]));
      return new Map(leaves('', { name, hardware, network, axes: values }, file));
    }),
  );
}

function priceOrigin({ energyPj, source, provenance }: ActionPrice): Origin {
  return { value: energyPj, origin: provenance === 'override' ? 'override' : `${source} (${provenance})` };
}

function changed(records: readonly ReadonlyMap<string, Origin>[]): ChangedKey[] {
  const keys = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return keys.flatMap((key) => {
    const found = records.map((record) => record.get(key));
    const values = found.map((leaf) => leaf?.value ?? null);
    if (values.every((value) => value === values[0])) return [];
    return [{ key, values, origins: found.map((leaf) => leaf?.origin ?? 'missing') }];
  });
}

function leaves(name: string, value: unknown, origin: string): [string, Origin][] {
  if (typeof value !== 'object' || value === null) return [[name, { value: value as Leaf, origin }]];
  const prefix = name === '' ? '' : `${name}.`;
  return Object.entries(value).flatMap(([key, child]) => leaves(`${prefix}${key}`, child, origin));
}
