import { axisTitle } from './axis-unit.ts';
import { logScale } from './log-scale.ts';
import { metricAxis } from './metric-axis.ts';

/** One axis of a scatter: its values are drawn times `factor`. */
export interface PlaneAxis {
  readonly title: string;
  readonly factor: number;
  readonly scale: Readonly<Record<string, unknown>>;
  readonly axis: Readonly<Record<string, unknown>>;
  /** Share of the axis from its start, for a value of the record. */
  readonly toShare: (value: number) => number;
}

/** From this ratio of the largest to the smallest value an axis is logarithmic: points of the front crowd in the corner of a linear one. */
const LOGARITHMIC_FROM = 5;

/** @param room part of the axis that stays free at its end, for labels */
export function planeAxis(metric: string, values: readonly number[], room: number): PlaneAxis {
  const { title, factor } = metricAxis(metric, values);
  const drawn = values.map((value) => value * factor);
  const low = drawn.reduce((least, value) => Math.min(least, value), Infinity);
  const high = drawn.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > 0 && high / low >= LOGARITHMIC_FROM) {
    const { scale, axis, domain } = logScale([low, high], room);
    const span = Math.log(domain[1] / domain[0]);
    const toShare = (value: number) => Math.log((value * factor) / domain[0]) / span;
    return { title: axisTitle(title, scale), factor, scale, axis, toShare };
  }
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  const start = low - air;
  const end = start + (high + air - start) / (1 - room);
  const domain = [Number(start.toPrecision(6)), Number(end.toPrecision(6))] as const;
  const toShare = (value: number) => (value * factor - domain[0]) / (domain[1] - domain[0]);
  return { title, factor, scale: { domain, nice: false, zero: false }, axis: {}, toShare };
}
