import type { RunResult } from '../../run/result.ts';
import { componentColours, otherColour } from '../picture/palette.ts';
import { uniqueNames } from '../text/layer-labels.ts';

/** Components that never reach this share of a layer are drawn as one. */
const SMALL_SHARE = 0.015;
export const OTHER = 'all others';

/** Stacking order: the order of the palette, arithmetic first. */
const known = Object.keys(componentColours).filter((name) => name !== 'leakage');

/** The component that an action is drawn under: all leakage is one. */
function drawnUnder(action: string): string {
  return action.endsWith('.leakage') ? 'leakage' : action.slice(0, action.indexOf('.'));
}

/** Sum over the actions of each component. */
function byComponent(actions: Readonly<Record<string, number>>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [action, value] of Object.entries(actions)) {
    const component = drawnUnder(action);
    sums.set(component, (sums.get(component) ?? 0) + value);
  }
  return sums;
}

/** Sources of the prices of each component. */
function sourcesOf(result: RunResult): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>();
  for (const { component, action, source } of result.energyTable) {
    const name = drawnUnder(`${component}.${action}`);
    sources.set(name, (sources.get(name) ?? new Set()).add(source));
  }
  return sources;
}

function stackingOrder(present: ReadonlySet<string>): string[] {
  const unknown = [...present].filter((name) => name !== 'leakage' && !known.includes(name)).toSorted();
  return [...known.filter((name) => present.has(name)), ...unknown, ...(present.has('leakage') ? ['leakage'] : [])];
}

export interface EnergyRow {
  readonly layer: string;
  readonly component: string;
  readonly energyPj: number;
  readonly sharePercent: number;
  /** How many actions of the component were counted. */
  readonly actionCount: number;
  /** Where the prices come from. */
  readonly source: string;
  readonly [key: string]: string | number;
}

/**
 * Energy of each layer by component, in stacking order (arithmetic, memory, the rest, leakage); what is small in every layer
 * is one entry. With the entries of the legend and their colours.
 */
export function energyRows(result: RunResult): {
  readonly rows: EnergyRow[];
  readonly components: (readonly [string, string])[];
} {
  const names = uniqueNames(result.layers.map((layer) => layer.name));
  const energies = result.layers.map((layer) => byComponent(layer.energyPj.byAction));
  const counts = result.layers.map((layer) => byComponent(layer.actionCounts));
  const sources = sourcesOf(result);
  const shares = (component: string) =>
    energies.map((energy, k) => (energy.get(component) ?? 0) / (result.layers[k].energyPj.total || 1));
  const order = stackingOrder(new Set(energies.flatMap((energy) => [...energy.keys()])));
  const large = order.filter((component) => shares(component).some((share) => share >= SMALL_SHARE));
  const small = order.filter((component) => !large.includes(component));
  const shown = small.length > 1 ? [...large, OTHER] : order;
  const rows = energies.flatMap((energy, k) =>
    shown.map((component) => {
      const parts = component === OTHER ? small : [component];
      const sum = (values: ReadonlyMap<string, number>) =>
        parts.reduce((total, part) => total + (values.get(part) ?? 0), 0);
      const energyPj = sum(energy);
      const total = result.layers[k].energyPj.total;
      return {
        layer: names[k],
        component,
        energyPj,
        sharePercent: total === 0 ? 0 : (100 * energyPj) / total,
        actionCount: sum(counts[k]),
        source: [...new Set(parts.flatMap((part) => [...(sources.get(part) ?? [])]))].join('; '),
      };
    }),
  );
  return { rows, components: shown.map((name) => [name, componentColours[name] ?? otherColour] as const) };
}
