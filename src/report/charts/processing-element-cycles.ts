import { isCounted, type LayerResult } from '../../run/result.ts';
import { cycleShares } from '../picture/cycle-shares.ts';
import { mostRows } from '../picture/name-axis.ts';
import { fewerLayers } from '../records/fewer-layers.ts';
import type { ChartOf } from './chart.ts';

const title = 'What the processing elements do';

/** States of a PE, work first. Every PE-cycle is one of them; a blocked PE also multiplies, pads or passes an empty column. */
const states = [
  ['multiplying', '#56b4e9'],
  ['padding zero', '#e69f00'],
  ['empty column', '#bfe0f5'],
  ['starved', '#a5487f'],
] as const;

const labels = states.map(([state]) => state);

/** Each layer's PE-cycles at 100 %: multiplying, processing padding zeros, passing an empty column, starved. */
export const processingElementCycles: ChartOf<'run'> = {
  name: 'processing-element-cycles',
  title,
  subject: 'run',
  obstacle: ({ layers }) => {
    if (!isCounted(layers, 'starvedCycles')) return 'the machine does not count what its processing elements do';
    return layers.some((layer) => layer.cycles > 0) ? undefined : 'no layer takes any cycle';
  },
  leftOut: (whole, style) => fewerLayers(whole, mostRows(style, labels)).leftOut,
  draw: (whole, style) => {
    const { result, leftOut } = fewerLayers(whole, mostRows(style, labels));
    return cycleShares(result.layers, { title, leftOut, states, unit: 'PE-cycles', cyclesOf }, style);
  },
};

function cyclesOf(layer: LayerResult): readonly number[] {
  // a result of an older version does not tell them apart
  const padding = (layer as Partial<typeof layer>).paddingCycles ?? 0;
  return [layer.busyCycles - padding, padding, layer.emptyColumnCycles, layer.starvedCycles];
}
