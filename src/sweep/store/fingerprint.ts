import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadEnergyTable } from '../../config/load-energy-table.ts';
import { recordedHardware } from '../../run/recorded-hardware.ts';
import type { SweepFrame } from '../plan/frame.ts';
import type { SweepPlan } from '../plan/plan-sweep.ts';

/** Every input of a sweep by name, so that a change can be told by its key. */
export type Fingerprint = Readonly<Record<string, string>>;

/** The inputs of a sweep: its own keys, the base machine, the energy tables, the files of the networks, the version of the program. */
export async function fingerprint(plan: SweepPlan, frame: SweepFrame): Promise<Fingerprint> {
  const { config, base } = plan;
  const {
    passes: _p,
    warnings: _w,
    hardware: _h,
    origins: _o,
    energyTable: _e,
    tool,
    metricDefinitions,
    ...sweep
  } = frame;
  const metrics = Object.fromEntries(metricDefinitions.map(({ name, expression }) => [name, expression]));
  const inputs: [string, unknown][] = [
    ['version', tool.version],
    ['sweep', { ...sweep, axes: Object.fromEntries(sweep.axes.map((axis) => [axis.name, axis])), metrics }],
    ['sweep.layers', config.layers],
    ['sweep.seed', config.seed],
    ['sweep.zip', config.zip],
    ['sweep.constraints', config.constraints.map(({ text }) => text)],
    ['hardware', recordedHardware(base)],
  ];
  for (const [name, rows] of await tablesOf(plan)) inputs.push([name, rows]);
  const networks = [...new Set(plan.points.map(({ network }) => network.path))].filter((path) => path !== '');
  for (const path of networks) inputs.push([`network.${basename(path)}`, await hashOf(path)]);
  return Object.fromEntries(numbered(inputs).flatMap(([name, value]) => flat(name, value)));
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

async function tablesOf({ config, base }: SweepPlan): Promise<[string, unknown][]> {
  const named = config.axes.find(({ name }) => name === 'energy.table')?.values.map(({ text }) => text) ?? [];
  const tables = await Promise.all(
    [base.energy.tableFile, ...named].map((file) => loadEnergyTable(file).catch(() => undefined)),
  );
  return tables.flatMap((table) => {
    if (table === undefined) return [];
    const rows = table.rows.map(
      (row, k) =>
        [`energy.${table.file}.${row.component}.${row.action}[${k}]`, JSON.stringify(row)] as [string, unknown],
    );
    return [[`energy.${table.file}.technologyNm`, table.technologyNm] as [string, unknown], ...rows];
  });
}

/** Leaves of a record by their paths; a list is one leaf. */
function flat(name: string, value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, JSON.stringify(value) ?? '']];
  return Object.entries(value).flatMap(([key, child]) => flat(`${name}.${key}`, child));
}

/** SHA-256 of a file, or of all files of a folder with their names. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const info = await stat(path);
  const files = info.isDirectory()
    ? (await readdir(path, { recursive: true })).toSorted().map((file) => join(path, file))
    : [path];
  for (const file of files) {
    if (!(await stat(file)).isFile()) continue;
    hash.update(file.slice(path.length));
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
