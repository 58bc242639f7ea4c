import type { ComparedNumber } from './comparison.ts';

/** A row with its differences from the first value. */
export function comparedNumber(label: string, metric: string, values: readonly (number | null)[]): ComparedNumber {
  const [base] = values;
  const differences = values.map((value) => (value === null || base === null ? null : value - base));
  const relativeDifferences = values.map((value) => {
    if (value === null || base === null) return null;
    if (value === base) return 0;
    return base === 0 ? null : value / base - 1;
  });
  return { label, metric, values, differences, relativeDifferences };
}
