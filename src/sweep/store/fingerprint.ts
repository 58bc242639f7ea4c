import { basename } from 'node:path';
import { movableConfig } from '../../run/load/network-files.ts';
import { recordedHardware } from '../../run/recorded-hardware.ts';
import type { SweepFrame } from '../plan/frame.ts';
import type { SweepPlan } from '../plan/plan-sweep.ts';
import type { SweepInputs } from './sweep-inputs.ts';

/** Every input of a sweep by name, so that a change can be told by its key. */
export type Fingerprint = Readonly<Record<string, string>>;

/**
 * The inputs of a sweep: its own keys, the base machine, the energy tables with all prices that they take from other files, the networks, the bytes of every
 * file of weights, inputs and labels, the version of the program.
 */
export async function fingerprint(plan: SweepPlan, frame: SweepFrame, inputs: SweepInputs): Promise<Fingerprint> {
  const { config, base, machines } = plan;
  const {
    passes: _p,
    warnings: _w,
    hardware: _h,
    origins: _o,
    energyTable: _e,
    machines: _ms,
    tool,
    metricDefinitions,
    training: _t,
    ...sweep
  } = frame;
  const metrics = Object.fromEntries(metricDefinitions.map(({ name, expression }) => [name, expression]));
  const found: [string, unknown][] = [
    ['version', tool.version],
    ['sweep', { ...sweep, axes: Object.fromEntries(sweep.axes.map((axis) => [axis.name, axis])), metrics }],
    ['sweep.layers', config.layers],
    ['sweep.seed', config.seed],
    ['sweep.zip', config.zip],
    ['sweep.constraints', config.constraints.map(({ text }) => text)],
    ['hardware', recordedHardware(base)],
    ...machines
      .slice(1)
      .map(({ value, hardware }): [string, unknown] => [`machine.${value}`, recordedHardware(hardware)]),
  ];
  if (plan.recipes !== undefined) {
    const values = config.axes.filter(({ target }) => target === 'training').map((axis) => [axis.name, axis.values]);
    found.push(['recipe', plan.recipes.base], ['recipe.axes', Object.fromEntries(values)]);
    for (const file of plan.recipes.files) found.push([`file.${basename(file)}`, inputs.sources.digests.get(file)]);
  }
  for (const [name, rows] of await tablesOf(plan, inputs)) found.push([name, rows]);
  for (const [path, network] of inputs.networks) {
    const config = network?.config;
    const what = config === undefined ? 'unreadable' : config === null ? 'weights' : movableConfig(config);
    found.push([`network.${basename(path)}`, what]);
    for (const file of network?.files ?? []) found.push([`file.${basename(file)}`, inputs.sources.digests.get(file)]);
  }
  return Object.fromEntries(numbered(found).flatMap(([name, value]) => flat(name, value)));
}

/** Files of one name in two folders are two inputs. */
function numbered(inputs: readonly [string, unknown][]): [string, unknown][] {
  const seen = new Map<string, number>();
  return inputs.map(([name, value]) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name} (${count})`, value];
  });
}

/** Names of the inputs that differ, in alphabetical order. */
export function changedKeys(before: Fingerprint, now: Fingerprint): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((key) => before[key] !== now[key])
    .toSorted();
}

async function tablesOf({ config, machines }: SweepPlan, { table }: SweepInputs): Promise<[string, unknown][]> {
  const named = config.axes.find(({ name }) => name === 'energy.table')?.values.map(({ text }) => text) ?? [];
  const files = [...new Set([...machines.map(({ hardware }) => hardware.energy.tableFile), ...named])];
  const tables = await Promise.all(files.map((file) => table(file).catch(() => undefined)));
  return tables.flatMap((found) => {
    if (found === undefined) return [];
    const rows = found.rows.map(
      (row, k) =>
        [`energy.${found.file}.${row.component}.${row.action}[${k}]`, JSON.stringify(row)] as [string, unknown],
    );
    return [[`energy.${found.file}.technologyNm`, found.technologyNm] as [string, unknown], ...rows];
  });
}

/** Leaves of a record by their paths; a list is one leaf. */
function flat(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, JSON.stringify(value) ?? '']];
  return Object.entries(value).flatMap(([key, child]) => flat(`${name}.${key}`, child));
}
