import { isCounted } from '../../run/result.ts';
import { cycleShares } from '../picture/cycle-shares.ts';
import { mostRows } from '../picture/name-axis.ts';
import { busyLayers } from '../records/busy-layers.ts';
import { fewerLayers } from '../records/fewer-layers.ts';
import type { ChartOf } from './chart.ts';
import { PROCESSING_ELEMENT_STATES, processingElementCyclesOf } from './processing-element-states.ts';

const title = 'What the processing elements do';

const labels = PROCESSING_ELEMENT_STATES.map(([state]) => state);

/** Each layer's PE-cycles at 100 %: multiplying, processing padding zeros, passing an empty column, starved. */
export const processingElementCycles: ChartOf<'run'> = {
  name: 'processing-element-cycles',
  title,
  subject: 'run',
  obstacle: ({ layers }) => {
    if (!isCounted(layers, 'starvedCycles')) return 'the machine does not count what its processing elements do';
    return layers.some((layer) => layer.cycles > 0) ? undefined : 'no layer takes any cycle';
  },
  leftOut: (whole, style) => fewerLayers(busyLayers(whole), mostRows(style, labels)).leftOut,
  draw: (whole, style) => {
    const { result, leftOut } = fewerLayers(busyLayers(whole), mostRows(style, labels));
    return cycleShares(
      result.layers,
      { title, leftOut, states: PROCESSING_ELEMENT_STATES, unit: 'PE-cycles', cyclesOf: processingElementCyclesOf },
      style,
    );
  },
};
