import type { Comparison } from '../../compare/comparison.ts';
import { type CsvValue, csvText } from '../text/csv-text.ts';

/** Every number of a comparison, one row each. */
export function comparisonCsv(comparison: Comparison): string {
  const { rows, names } = comparison;
  const validation = validationOf(comparison);
  const columns = [
    'label',
    'metric',
    ...names,
    ...names.slice(1).flatMap((name) => [`${name}: difference`, `${name}: relative difference`]),
    ...Object.keys(validation),
  ];
  return csvText(
    columns,
    rows.map(({ label, metric, values, differences, relativeDifferences }) => {
      const row: Record<string, CsvValue> = { label, metric, ...validation };
      for (const [k, name] of names.entries()) {
        row[name] = values[k];
        row[`${name}: difference`] = differences[k];
        row[`${name}: relative difference`] = relativeDifferences[k];
      }
      return row;
    }),
  );
}

/** Which machines of the compared results are models that nobody validated. */
function validationOf({ validation = {}, machines = [] }: Comparison): Record<string, CsvValue> {
  const models = [
    ...Object.entries(validation),
    ...machines.flatMap(({ value, validation: text }) => (text === undefined ? [] : [[value, text] as const])),
  ];
  return models.length === 0 ? {} : { validation: models.map(([name, text]) => `${name}: ${text}`).join('; ') };
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
