import type { ChangedKey, ComparedNumber, Comparison } from '../../compare/comparison.ts';
import { metricTitle } from '../text/human-names.ts';
import { numberText } from '../text/number-text.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from './report-table.ts';

/** Rows beyond these are left to differences.csv, unless the reader can scroll. */
const MOST_ROWS = 60;

/** Keys of configs, prices and network that are not the same everywhere; undefined where all are. */
export function changesTable({ changes, names }: Comparison): ReportTable | undefined {
  if (changes.length === 0) return undefined;
  const columns: ColumnOf<ChangedKey>[] = [
    wordColumn('key', ({ key }) => (key.startsWith('price.') ? `${key} (pJ)` : key)),
    ...names.map((name, k): ColumnOf<ChangedKey> => {
      return { head: name, unit: '', align: 'right', cell: ({ values }) => ({ text: String(values[k] ?? '-') }) };
    }),
    wordColumn('from', ({ origins }) => [...new Set(origins)].join(' / '), 'the file, or the source of the price'),
  ];
  return tableOf('changes', 'What changed in the configs', columns, changes);
}

function changeText(share: number): string {
  return share === 0 ? '=' : `${share > 0 ? '+' : '-'}${Math.abs(100 * share).toFixed(2)}`;
}

/** Whether a number is not the same in all results. */
export function differs({ differences }: ComparedNumber): boolean {
  return differences.some((difference) => difference !== 0);
}

/** The numbers that differ, and beside them the totals of runs; undefined where none does. */
export function differencesTable({ rows, names }: Comparison, most = MOST_ROWS): ReportTable | undefined {
  if (!rows.some(differs)) return undefined;
  const differing = rows.filter((row) => row.label === 'total' || differs(row));
  const values = names.map((name, k): ColumnOf<ComparedNumber>[] => [
    numberColumn(name, '', (row) => row.values[k], { write: (value) => numberText(value, 4) }),
    ...(k === 0
      ? []
      : [
          numberColumn<ComparedNumber>('change', '%', (row) => row.relativeDifferences[k], {
            write: changeText,
            unitInCells: true,
          }),
        ]),
  ]);
  const columns: ColumnOf<ComparedNumber>[] = [
    wordColumn('of', ({ label }) => label),
    wordColumn('metric', ({ metric }) => metricTitle(metric)),
    ...values.flat(),
  ];
  const more = differing.length - Math.min(most, differing.length);
  const note = more === 0 ? {} : { note: `${more} more rows differ; all are in differences.csv (--out).` };
  return tableOf('differences', 'Numbers that differ', columns, differing.slice(0, most), { keys: 2, ...note });
}
