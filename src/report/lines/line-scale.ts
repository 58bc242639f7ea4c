import type { Value } from '../charts/chart.ts';
import type { LineChart } from './line-chart.ts';

/** From this ratio of the largest to the smallest value on, a logarithmic axis tells more than a linear one. */
const LOGARITHMIC_FROM = 8;

/** The y scale of a panel, and the distance of a drawn value from the top. */
export interface LineScale {
  readonly scale: Readonly<Record<string, unknown>>;
  readonly toUnit: (value: number) => number;
}

function numbers(values: readonly Value[]): number[] {
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** Domain with a little air above; from zero, or from a little below the lowest. */
export function yDomain(values: readonly number[], fromZero: boolean): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  const bottom = fromZero && low >= 0 ? 0 : low - air;
  return [Number(bottom.toPrecision(6)), Number((high + air).toPrecision(6))];
}

/** Logarithmic of base 2 where the panel asks for it and its values range over three doublings, else linear. */
export function lineScale(panel: LineChart): LineScale {
  const values = numbers(panel.rows.map((row) => row[panel.y.field])).map((value) => value * panel.y.factor);
  const positive = values.filter((value) => value > 0).toSorted((a, b) => a - b);
  const [low, high] = [positive[0], positive[positive.length - 1]];
  if (panel.yLog === true && high / low >= LOGARITHMIC_FROM) {
    const span = Math.log(high / low);
    const toUnit = (value: number) => panel.height * (1 - Math.log(Math.max(value, low) / low) / span);
    return { scale: { type: 'log', base: 2, domain: [low, high], nice: false }, toUnit };
  }
  const domain = yDomain(values, panel.y.fromZero);
  const toUnit = (value: number) => panel.height * (1 - (value - domain[0]) / (domain[1] - domain[0]));
  return { scale: { domain, nice: false, zero: false }, toUnit };
}
