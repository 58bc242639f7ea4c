import type { Comparison } from '../../sweep/compare/comparison.ts';
import { numberText } from '../number-text.ts';
import { type CsvValue, csvText } from './csv-text.ts';
import { textTable } from './text-table.ts';

/** Rows beyond these are left to differences.csv. */
const MOST_ROWS = 60;

/** A comparison as text: what changed in the configs, then the numbers that differ; the totals of runs always. */
export function renderComparison(comparison: Comparison): string {
  const parts = [heading(comparison), changesTable(comparison), numbersTable(comparison)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function heading({ names, of }: Comparison): string {
  return `${names.slice(1).join(', ')} against ${names[0]} (${of})`;
}

function changesTable({ changes, names }: Comparison): string {
  if (changes.length === 0) return 'The configs are the same.';
  return `Changed:\n${textTable([
    { head: 'key', cells: changes.map(({ key }) => key), align: 'left' },
    ...names.map((name, k) => ({
      head: name,
      cells: changes.map(({ values }) => String(values[k] ?? '-')),
      align: 'right' as const,
    })),
    {
      head: 'from',
      cells: changes.map(({ origins }) => [...new Set(origins)].map(shortened).join(' / ')),
      align: 'left',
    },
  ])}`;
}

/** Sources of prices are long; they stand whole in changes.csv. */
function shortened(origin: string): string {
  return origin.length <= 36 ? origin : `${origin.slice(0, 33)}...`;
}

function numbersTable({ rows, names }: Comparison): string {
  const differing = rows.filter(
    ({ label, relativeDifferences }) => label === 'total' || relativeDifferences.some((change) => change !== 0),
  );
  const shown = differing.slice(0, MOST_ROWS);
  if (shown.length === 0) return 'All numbers are the same.';
  const table = textTable([
    { head: '', cells: shown.map(({ label }) => label), align: 'left' },
    { head: 'metric', cells: shown.map(({ metric }) => metric), align: 'left' },
    { head: names[0], cells: shown.map(({ values }) => numberText(values[0], 4)), align: 'right' },
    ...names.slice(1).flatMap((name, k) => [
      { head: name, cells: shown.map(({ values }) => numberText(values[k + 1], 4)), align: 'right' as const },
      {
        head: 'change',
        cells: shown.map(({ relativeDifferences }) => changeText(relativeDifferences[k + 1])),
        align: 'right' as const,
      },
    ]),
  ]);
  const more = differing.length - shown.length;
  return more === 0 ? table : `${table}\n${more} more rows differ; all are in differences.csv (--out).`;
}

function changeText(change: number | null): string {
  if (change === null) return '-';
  return change === 0 ? '=' : `${change > 0 ? '+' : '-'}${Math.abs(100 * change).toFixed(2)} %`;
}

/** Every number of a comparison, one row each. */
export function comparisonCsv({ rows, names }: Comparison): string {
  const columns = [
    'label',
    'metric',
    ...names,
    ...names.slice(1).flatMap((name) => [`${name}: difference`, `${name}: relative difference`]),
  ];
  return csvText(
    columns,
    rows.map(({ label, metric, values, differences, relativeDifferences }) => {
      const row: Record<string, CsvValue> = { label, metric };
      for (const [k, name] of names.entries()) {
        row[name] = values[k];
        row[`${name}: difference`] = differences[k];
        row[`${name}: relative difference`] = relativeDifferences[k];
      }
      return row;
    }),
  );
}

/** Keys that differ, one row each. */
export function changesCsv({ changes, names }: Comparison): string {
  const columns = ['key', ...names, ...names.map((name) => `${name}: from`)];
  return csvText(
    columns,
    changes.map(({ key, values, origins }) => {
      const row: Record<string, CsvValue> = { key };
      for (const [k, name] of names.entries()) {
        row[name] = values[k];
        row[`${name}: from`] = origins[k];
      }
      return row;
    }),
  );
}
