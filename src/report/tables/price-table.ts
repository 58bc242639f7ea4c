import type { ActionPrice } from '../../energy/energy-report.ts';
import type { RunResult } from '../../run/result.ts';
import { componentName } from '../text/human-names.ts';
import { numberText } from '../text/number-text.ts';
import { numberColumn, type ReportTable, tableOf, wordColumn } from './report-table.ts';

/** What one action costs, how often it happened, and who says so. */
export function priceTable({ energyTable, totals }: RunResult): ReportTable {
  const count = ({ component, action }: ActionPrice) => totals.actionCounts[`${component}.${action}`] ?? 0;
  return tableOf<ActionPrice>(
    'prices',
    'Energy reference table: what one action costs, and the source',
    [
      wordColumn('component', ({ component }) => componentName(component)),
      wordColumn('action', ({ action }) => action),
      numberColumn('energy', 'pJ', ({ energyPj }) => energyPj, { write: (value) => numberText(value, 4) }),
      numberColumn('count', '', count, { write: String, meaning: 'how often it happened in all layers' }),
      wordColumn('provenance', ({ provenance }) => provenance, 'how well the figure is known'),
      wordColumn('source', ({ source }) => source),
    ],
    energyTable,
  );
}
