import { labelsAt } from './position-scale.ts';

/** Parts of a decade at which a logarithmic axis has labels, from sparse to dense. */
const STEPS = [[1], [1, 3], [1, 2, 5]] as const;

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

/**
 * The domain holds all positive values with some air on both sides; zero and missing values are the caller's to show.
 * @param room part of the width that stays free on the right, for labels
 */
export function logScale(values: readonly number[], room = 0): LogScale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = positive.length === 0 ? 1 : Math.min(...positive) / 1.4;
  const high = positive.length === 0 ? 10 : Math.max(...positive) * 1.4;
  const last = positive.length === 0 ? 10 : Math.max(...positive) * 1.01;
  const end = Number((low * (high / low) ** (1 / (1 - room))).toPrecision(6));
  const domain = [Number(low.toPrecision(6)), end] as const;
  const labelled = [low, Math.max(last, low * 10 ** 0.5)] as const;
  const steps = STEPS.find((candidate) => ticks(labelled, candidate).length >= 2) ?? STEPS[2];
  return {
    scale: { type: 'log', domain, nice: false },
    axis: { ...labelsAt(ticks(labelled, steps)), format: '~g' },
    domain,
  };
}
