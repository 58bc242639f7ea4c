import type { Value } from '../charts/chart.ts';

/** How an axis of a sweep is laid out: its type, its scale, and where labels stand. */
export interface PositionScale {
  readonly type: 'quantitative' | 'ordinal';
  readonly scale: Readonly<Record<string, unknown>>;
  readonly axis: Readonly<Record<string, unknown>>;
}

const MOST_LABELS = 10;

/** Vega drops every second of the given values while there are more than tickCount. */
export function labelsAt(values: readonly number[]): Record<string, unknown> {
  return { values, tickCount: values.length };
}

/** Labels of a logarithmic axis: the values, as far as they stand apart. */
function apart(values: readonly number[], most: number): number[] {
  const least = Math.log(values[values.length - 1] / values[0]) / most;
  const kept: number[] = [];
  for (const value of values)
    if (kept.length === 0 || Math.log(value / kept[kept.length - 1]) >= least * 0.99) kept.push(value);
  return kept;
}

/**
 * Numbers that grow by factors (a ratio of eight or more, all positive) lie on a logarithmic axis of base 2 with a label at each
 * value, unless they may not; other numbers on a linear one; anything else in the order of the data.
 */
export function positionScale(values: readonly Value[], mostLabels = MOST_LABELS, mayBeLog = true): PositionScale {
  const distinct = [...new Set(values)];
  if (!distinct.every((value) => typeof value === 'number'))
    return { type: 'ordinal', scale: { type: 'point', padding: 0.3 }, axis: { labelAngle: 0 } };
  const numbers = distinct.toSorted((a, b) => a - b);
  const [low, high] = [numbers[0], numbers[numbers.length - 1]];
  if (mayBeLog && low > 0 && high / low >= 8)
    return {
      type: 'quantitative',
      scale: { type: 'log', base: 2, domain: [low, high], nice: false },
      axis: { ...labelsAt(apart(numbers, mostLabels)), format: '~r', grid: false },
    };
  const scale = low === high ? { domain: [low - 1, high + 1] } : { domain: [low, high] };
  const axis = numbers.length <= mostLabels ? labelsAt(numbers) : {};
  return { type: 'quantitative', scale: { ...scale, nice: false, zero: false }, axis: { grid: false, ...axis } };
}
