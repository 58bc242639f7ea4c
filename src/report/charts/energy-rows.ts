import type { LayerResult, RunResult } from '../../run/result.ts';
import { uniqueNames } from '../layer-labels.ts';
import { componentColours, otherColour } from './palette.ts';

/** Components that never reach this share of a layer are drawn as one. */
const SMALL_SHARE = 0.015;
const OTHER = 'all others';

/** Stacking order: the order of the palette, arithmetic first. */
const known = Object.keys(componentColours).filter((name) => name !== 'leakage');

/** Dynamic energy of each component, and all leakage as one more. */
function energyOf(layer: LayerResult): Map<string, number> {
  const energies = new Map<string, number>();
  for (const [action, energy] of Object.entries(layer.energyPj.byAction)) {
    const component = action.endsWith('.leakage') ? 'leakage' : action.slice(0, action.indexOf('.'));
    energies.set(component, (energies.get(component) ?? 0) + energy);
  }
  return energies;
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
  const energies = result.layers.map(energyOf);
  const shares = (component: string) =>
    energies.map((energy, k) => (energy.get(component) ?? 0) / (result.layers[k].energyPj.total || 1));
  const order = stackingOrder(new Set(energies.flatMap((energy) => [...energy.keys()])));
  const large = order.filter((component) => shares(component).some((share) => share >= SMALL_SHARE));
  const small = order.filter((component) => !large.includes(component));
  const shown = small.length > 1 ? [...large, OTHER] : order;
  const rows = energies.flatMap((energy, k) =>
    shown.map((component) => {
      const parts = component === OTHER ? small : [component];
      const energyPj = parts.reduce((sum, part) => sum + (energy.get(part) ?? 0), 0);
      const total = result.layers[k].energyPj.total;
      return { layer: names[k], component, energyPj, sharePercent: total === 0 ? 0 : (100 * energyPj) / total };
    }),
  );
  return { rows, components: shown.map((name) => [name, componentColours[name] ?? otherColour] as const) };
}
