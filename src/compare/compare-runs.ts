import { UserError } from '../base/user-error.ts';
import type { RunResult } from '../run/result.ts';
import { numberAt } from '../sweep/metrics/number-at.ts';
import { type ComparedNumber, comparedNumber } from './comparison.ts';

const CATEGORIES = ['total', 'arithmetic', 'sram', 'dram', 'registers', 'control', 'leakage'].map(
  (name) => `energyPj.${name}`,
);
const OF_LAYER = ['timeUs', 'cycles', 'loadBalanceEfficiency', 'utilization', 'averagePowerMw', ...CATEGORIES];
const OF_TOTAL = [...OF_LAYER, 'energyDelayPjS', 'inferencesPerSecond', 'inferencesPerJoule'];

/** A run to be compared. */
export interface NamedRun {
  readonly name: string;
  readonly record: RunResult;
}

/**
 * The totals, then each layer: time, power, energy by category and component; area where the records have it.
 * @throws UserError that lists the layers which not all runs have
 */
export function compareRuns(runs: readonly NamedRun[]): ComparedNumber[] {
  const keyed = runs.map(({ name, record }) => ({ name, layers: layersByName(record) }));
  checkLayers(keyed);
  const rowsOf = (label: string, metrics: readonly string[], records: readonly object[]) =>
    metrics.map((metric) =>
      comparedNumber(
        label,
        metric,
        records.map((record) => numberAt(record, metric) ?? null),
      ),
    );
  const totals = runs.map(({ record }) => record.totals);
  const area = rowsOf(
    'total',
    ['area.totalMm2'],
    runs.map(({ record }) => record),
  );
  const layers = [...keyed[0].layers.keys()].flatMap((name) => {
    const records = keyed.map((run) => run.layers.get(name)!);
    return rowsOf(name, [...OF_LAYER, ...componentsOf(records)], records);
  });
  return [...rowsOf('total', [...OF_TOTAL, ...componentsOf(totals)], totals), ...area, ...layers].filter(hasValues);
}

function hasValues({ values }: ComparedNumber): boolean {
  return values.some((value) => value !== null);
}

function componentsOf(records: readonly { readonly energyPj: { readonly byComponent: object } }[]): string[] {
  const names = new Set(records.flatMap(({ energyPj }) => Object.keys(energyPj.byComponent)));
  return [...names].toSorted().map((name) => `energyPj.byComponent.${name}`);
}

/** Layers by name; of several with one name the second is `name #2`. */
function layersByName({ layers }: RunResult): Map<string, RunResult['layers'][number]> {
  const seen = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const count = (seen.get(layer.name) ?? 0) + 1;
      seen.set(layer.name, count);
      return [count === 1 ? layer.name : `${layer.name} #${count}`, layer];
    }),
  );
}

function checkLayers(runs: readonly { readonly name: string; readonly layers: ReadonlyMap<string, unknown> }[]): void {
  const all = [...new Set(runs.flatMap(({ layers }) => [...layers.keys()]))];
  const unmatched = runs.flatMap(({ name, layers }) => {
    const missing = all.filter((layer) => !layers.has(layer));
    return missing.length === 0 ? [] : [`${name} has no ${missing.join(', ')}`];
  });
  if (unmatched.length > 0)
    throw UserError.at({}, `expected the same layers in every result; ${unmatched.join('; ')}`, 'COMPARE_UNMATCHED');
}
