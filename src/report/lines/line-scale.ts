import type { Value } from '../charts/chart.ts';
import { logTicks } from '../picture/log-scale.ts';
import { labelsAt } from '../picture/position-scale.ts';
import type { LineChart } from './line-chart.ts';

/** From this ratio of the largest to the smallest value on, a logarithmic axis tells more than a linear one. */
const LOGARITHMIC_FROM = 8;

/** The y scale of a panel, and the distance of a drawn value from the top. */
export interface LineScale {
  readonly scale: Readonly<Record<string, unknown>>;
  readonly axis: Readonly<Record<string, unknown>>;
  readonly toUnit: (value: number) => number;
}

function numbers(values: readonly Value[]): number[] {
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** Lines that differ by less than this share of the highest start near the lowest: from zero they would lie on each other. */
const NEAR = 0.5;

/** The largest of 1, 2, 5 times a power of ten that is no larger. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  return power * ([5, 2, 1].find((step) => step * power <= size) ?? 1);
}

/** Domain with a little air above; from zero, or where all values lie in the upper half from a round number below them. */
export function yDomain(values: readonly number[], fromZero: boolean): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [startOf(low, high, fromZero ? 0 : low - air), high + air].map((end) => Number(end.toPrecision(6))) as [
    number,
    number,
  ];
}

function startOf(low: number, high: number, otherwise: number): number {
  if (low < 0) return low - (high - low || 1) * 0.06;
  if (otherwise !== 0 || low === high || low < NEAR * high) return otherwise;
  const step = roundStep((high - low) / 2);
  return Math.max(0, Math.floor((low - 0.1 * (high - low)) / step) * step);
}

/** Logarithmic where the panel asks for it and its values range over three doublings, else linear. */
export function lineScale(panel: LineChart): LineScale {
  const values = numbers(panel.rows.map((row) => row[panel.y.field])).map((value) => value * panel.y.factor);
  const positive = values.filter((value) => value > 0).toSorted((a, b) => a - b);
  const [low, high] = [positive[0], positive[positive.length - 1]];
  if (panel.yLog !== undefined && positive.length === values.length && high / low >= LOGARITHMIC_FROM) {
    const span = Math.log(high / low);
    const toUnit = (value: number) => panel.height * (1 - Math.log(Math.max(value, low) / low) / span);
    const axis = panel.yLog === 'decades' ? { ...labelsAt(logTicks([low, high])), format: '~g' } : {};
    return { scale: { type: 'log', base: 2, domain: [low, high], nice: false }, axis, toUnit };
  }
  const domain = yDomain(values, panel.y.fromZero);
  const toUnit = (value: number) => panel.height * (1 - (value - domain[0]) / (domain[1] - domain[0]));
  return { scale: { domain, nice: false, zero: false }, axis: {}, toUnit };
}
