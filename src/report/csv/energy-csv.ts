import { categoryOf } from '../../machines/known/known-components.ts';
import type { RunResult } from '../../run/result.ts';
import { csvText } from '../text/csv-text.ts';

const columns = [
  'layer',
  'component',
  'action',
  'category',
  'count',
  'energyPerActionPj',
  'energyPj',
  'provenance',
  'source',
] as const;

/** energy.csv: the account itself, one row a layer and action: count x price = energy, and where the price comes from. */
export function energyCsv(result: RunResult): string {
  const prices = new Map(result.energyTable.map((price) => [`${price.component}.${price.action}`, price]));
  const rows = result.layers.flatMap((layer) =>
    Object.entries(layer.energyPj.byAction).map(([name, energyPj]) => {
      const dot = name.indexOf('.');
      const component = name.slice(0, dot);
      const action = name.slice(dot + 1);
      const price = prices.get(name);
      return {
        layer: layer.name,
        component,
        action,
        category: categoryOf(name),
        count: layer.actionCounts[name],
        energyPerActionPj: price?.energyPj,
        energyPj,
        provenance: price?.provenance,
        source: price?.source,
      };
    }),
  );
  const { validation } = result.hardware;
  if (typeof validation !== 'string') return csvText(columns, rows);
  return csvText(
    [...columns, 'validation'],
    rows.map((row) => ({ ...row, validation })),
  );
}
