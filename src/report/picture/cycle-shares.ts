import type { LayerResult } from '../../run/result.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { quoted } from './field.ts';
import { frame } from './frame.ts';
import { colourScale, topLegend } from './legend.ts';
import { nameAxis, plotWidth, rowsHeight } from './name-axis.ts';
import type { ChartStyle } from './style.ts';

/** How cycles divide: states with their colours, work first, and what a cycle is one of. */
export interface CycleStates {
  readonly title: string;
  readonly leftOut: string | undefined;
  readonly states: readonly (readonly [state: string, colour: string])[];
  /** `cycles`, `PE-cycles`. */
  readonly unit: string;
  /** Cycles of each state of a layer, in the order of the states. */
  readonly cyclesOf: (layer: LayerResult) => readonly number[];
}

/** A bar for each layer, its cycles at 100 % divided into states. */
export function cycleShares(
  layers: readonly LayerResult[],
  { title, leftOut, states, unit, cyclesOf }: CycleStates,
  style: ChartStyle,
) {
  const labels = states.map(([state]) => state);
  const names = uniqueNames(layers.map((layer) => layer.name));
  const rows = layers.flatMap((layer, k) => {
    const cycles = cyclesOf(layer);
    const all = cycles.reduce((sum, value) => sum + value, 0);
    return states.map(([state], s) => ({
      layer: names[k],
      state,
      cycles: cycles[s],
      sharePercent: all === 0 ? 0 : (100 * cycles[s]) / all,
    }));
  });
  const legend = topLegend(labels, plotWidth(names, style), style);
  return frame(style, { title, leftOut, legend: labels }, rows, {
    height: rowsHeight(names.length, style, labels),
    transform: [
      { calculate: `indexof([${states.map(([state]) => quoted(state)).join(',')}], datum.state)`, as: 'stackOrder' },
    ],
    mark: { type: 'bar', stroke: '#ffffff', strokeWidth: style.fontSize / 24 },
    encoding: {
      y: nameAxis('layer', names, style),
      x: {
        field: 'sharePercent',
        type: 'quantitative',
        stack: 'zero',
        title: `Share of ${unit} (%)`,
        scale: { domain: [0, 100], nice: false },
      },
      color: { field: 'state', type: 'nominal', scale: colourScale(states), legend },
      order: { field: 'stackOrder', type: 'quantitative' },
      tooltip: [
        { field: 'layer', type: 'nominal' },
        { field: 'state', type: 'nominal' },
        { field: 'cycles', type: 'quantitative', title: unit, format: ',' },
        { field: 'sharePercent', type: 'quantitative', title: 'share (%)', format: '.2f' },
      ],
    },
  });
}
