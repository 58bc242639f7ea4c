import type { CountedLayer } from '../../energy/price-actions.ts';

/** The layers that count an action which none before them does: thousands of price lists need not look at the others. */
export function layersToPrice(layers: readonly CountedLayer[]): CountedLayer[] {
  const known = new Set<string>();
  const counted = new Set<string>();
  return layers.filter(({ actionCounts }) => {
    const before = known.size + counted.size;
    for (const [name, count] of Object.entries(actionCounts)) {
      known.add(name);
      if (count !== 0) counted.add(name);
    }
    return known.size + counted.size > before;
  });
}
