import { isCounted, type LayerResult } from '../../../run/result.ts';
import { cycleShares } from '../../picture/cycle-shares.ts';
import { mostRows } from '../../picture/name-axis.ts';
import { fewerLayers } from '../../records/fewer-layers.ts';
import type { ChartOf } from '../chart.ts';

const title = 'What the array does';

/** States of a systolic array, work first; every cycle is one of them. */
const states = [
  ['active', '#56b4e9'],
  ['weight shift', '#e69f00'],
  ['drain', '#bfe0f5'],
  ['weight stall', '#a5487f'],
] as const;

const labels = states.map(([state]) => state);

/** Each layer's cycles at 100 %: operands stream through, the next tile is shifted in, sums run out, the array waits for weights. */
export const arrayCycles: ChartOf<'run'> = {
  name: 'array-cycles',
  title,
  subject: 'run',
  obstacle: ({ layers }) => {
    if (!isCounted(layers, 'activeCycles')) return 'the machine is no systolic array';
    return layers.some((layer) => layer.cycles > 0) ? undefined : 'no layer takes any cycle';
  },
  leftOut: (whole, style) => fewerLayers(whole, mostRows(style, labels)).leftOut,
  draw: (whole, style) => {
    const { result, leftOut } = fewerLayers(whole, mostRows(style, labels));
    return cycleShares(result.layers, { title, leftOut, states, unit: 'cycles', cyclesOf }, style);
  },
};

function cyclesOf(layer: LayerResult): readonly number[] {
  const { activeCycles = 0, weightShiftCycles = 0, drainCycles = 0, weightStallCycles = 0 } = layer;
  return [activeCycles, weightShiftCycles, drainCycles, weightStallCycles];
}
