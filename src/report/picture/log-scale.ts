import { labelsAt } from './position-scale.ts';

/** Parts of a decade at which a logarithmic axis has labels, from sparse to dense. */
const STEPS = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] as const;

/** A logarithmic scale with an explicit positive domain (never from zero), and the axis with its labels. */
export interface LogScale {
  readonly scale: Readonly<Record<string, unknown>>;
  readonly axis: Readonly<Record<string, unknown>>;
  readonly domain: readonly [number, number];
}

function ticks([low, high]: readonly [number, number], steps: readonly number[]): number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const step of steps) found.push(Number(`${step}e${power}`));
  return found.filter((value) => value >= low * 0.999 && value <= high * 1.001);
}

/** Where labels stand on a logarithmic axis: at powers of ten, of very few decades at parts of them too. */
export function logTicks(domain: readonly [number, number]): number[] {
  const steps = STEPS.find((candidate) => ticks(domain, candidate).length >= 2) ?? STEPS[3];
  return ticks(domain, steps);
}

/** A label behind a value, and the part of the width that it takes. */
export interface LabelledValue {
  readonly value: number;
  readonly room: number;
}

/** Where the domain must end so that no label reaches over it. */
function endWithRoom(low: number, high: number, room: number | readonly LabelledValue[]): number {
  const labels = typeof room === 'number' ? [{ value: high, room }] : room;
  const decades = labels.map((label) => Math.log(label.value / low) / (1 - Math.min(0.7, label.room)));
  return Math.max(high, low * Math.exp(Math.max(0, ...decades)));
}

/**
 * The domain holds all positive values with some air on both sides; zero and missing values are the caller's to show.
 * @param room part of the width that stays free behind the largest value, or behind each of some
 */
export function logScale(values: readonly number[], room: number | readonly LabelledValue[] = 0): LogScale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value)).toSorted((a, b) => a - b);
  const [least, most] = positive.length === 0 ? [1.4, 10] : [positive[0], positive[positive.length - 1]];
  const low = least / 1.4;
  const domain = [low, endWithRoom(low, most * 1.4, room)].map((end) => Number(end.toPrecision(6)));
  const labelled = [low, Math.max(most * 1.01, low * 10 ** 0.5)] as const;
  return {
    scale: { type: 'log', domain, nice: false },
    axis: { ...labelsAt(logTicks(labelled)), format: '~g' },
    domain: [domain[0], domain[1]],
  };
}
