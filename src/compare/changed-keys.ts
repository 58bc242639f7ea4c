import { entryOf } from '../base/registry.ts';
import type { Origins } from '../config/yaml/origins.ts';
import type { ActionPrice } from '../energy/energy-report.ts';
import type { RunResult } from '../run/result.ts';
import type { SweepResult } from '../sweep/sweep-result.ts';
import type { ChangedKey } from './comparison.ts';

type Leaf = string | number | boolean | null;

interface Origin {
  readonly value: Leaf;
  readonly origin: string;
}

/** A machine with its prices, as records of runs and of sweeps hold them. Older records tell no origins. */
interface Machine {
  readonly hardware: RunResult['hardware'];
  readonly origins?: Origins;
  readonly energyTable: readonly ActionPrice[];
}

/** What is not the same in the machines, prices and networks of runs: only the keys that differ. */
export function changedInRuns(runs: readonly RunResult[]): ChangedKey[] {
  return changed(
    runs.map((run) => new Map([...machineLeaves(run), ...leaves('network', run.network, () => run.network.file)])),
  );
}

/** The same of sweeps: their base machines, networks, axes and metrics. */
export function changedInSweeps(sweeps: readonly SweepResult[]): ChangedKey[] {
  return changed(
    sweeps.map((sweep) => {
      const { name, network, training, file, axes, metricDefinitions } = sweep;
      const values = Object.fromEntries(axes.map((axis) => [axis.name, axis.values.join(', ')]));
      const metrics = Object.fromEntries(metricDefinitions.map((metric) => [metric.name, metric.expression]));
      const own = { name, network, ...training, axes: values, metrics };
      return new Map([...machineLeaves(sweep), ...leaves('', own, () => file)]);
    }),
  );
}

function machineLeaves(machine: Machine): [string, Origin][] {
  const { energy, ...hardware } = machine.hardware;
  const { overrides: _, ...ofEnergy } = (energy ?? {}) as Readonly<Record<string, unknown>>; // shown as prices
  return [
    ...leaves('hardware', { ...hardware, energy: ofEnergy }, (path) => originOf(machine, configKey(path))),
    ...machine.energyTable.map((price): [string, Origin] => [
      `price.${price.component}.${price.action}`,
      { value: price.energyPj, origin: priceOrigin(machine, price) },
    ]),
  ];
}

/** `--set`, file and line, or `default`; of a record without origins, or of what no config says, the file. */
function originOf({ hardware, origins }: Machine, key: string): string {
  if (origins === undefined || key === 'file') return hardware.file;
  return origins[key] ?? 'default';
}

/** Where an override stands, or the source of a price. */
function priceOrigin(machine: Machine, { component, action, source, provenance }: ActionPrice): string {
  if (provenance !== 'override') return `${source} (${provenance})`;
  const { overrides = [] } = machine.hardware.energy as {
    readonly overrides?: readonly { readonly component: string; readonly action: string }[];
  };
  const index = overrides.findLastIndex((one) => one.component === component && one.action === action);
  const origin = machine.origins?.[`energy.override[${index}].energy`];
  return origin === undefined ? 'override' : `override ${origin}`;
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

/** The leaves of a record by their paths, each with where it comes from (told by its path without `name`). */
function leaves(name: string, value: unknown, originOfPath: (path: string) => string): [string, Origin][] {
  const walk = (path: string, child: unknown): [string, Origin][] => {
    if (typeof child !== 'object' || child === null)
      return [
        [[name, path].filter((part) => part !== '').join('.'), { value: child as Leaf, origin: originOfPath(path) }],
      ];
    return Object.entries(child).flatMap(([key, one]) => walk(path === '' ? key : `${path}.${key}`, one));
  };
  return walk('', value);
}

/** Ends of names in the record that are other words in a config, which writes the unit with the number. */
const IN_CONFIG: Readonly<Record<string, string>> = {
  technologyNm: 'technology',
  clockHz: 'clock',
  capacityBytes: 'capacity',
  widthBits: 'width',
};

/** The config key of a number of the resolved machine: `memories.pointers.widthBits` is `memories.pointers.width`. */
function configKey(path: string): string {
  const names = path.split('.');
  const last = names[names.length - 1];
  return [...names.slice(0, -1), entryOf(IN_CONFIG, last) ?? last].join('.');
}
