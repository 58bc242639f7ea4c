import { isCounted } from '../../run/result.ts';
import { quoted } from '../picture/field.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowsHeight } from '../picture/name-axis.ts';
import { fewerLayers } from '../records/fewer-layers.ts';
import { uniqueNames } from '../text/layer-labels.ts';
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
    const names = uniqueNames(result.layers.map((layer) => layer.name));
    const rows = result.layers.flatMap((layer, k) => {
      // a result of an older version does not tell them apart
      const padding = (layer as Partial<typeof layer>).paddingCycles ?? 0;
      const cycles = [layer.busyCycles - padding, padding, layer.emptyColumnCycles, layer.starvedCycles];
      const all = cycles.reduce((sum, value) => sum + value, 0);
      return states.map(([state], s) => ({
        layer: names[k],
        state,
        cycles: cycles[s],
        sharePercent: all === 0 ? 0 : (100 * cycles[s]) / all,
      }));
    });
    const width = plotWidth(names, style);
    const legend = topLegend(
      states.map(([state]) => state),
      width,
      style,
    );
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
          title: 'Share of PE-cycles (%)',
          scale: { domain: [0, 100], nice: false },
        },
        color: { field: 'state', type: 'nominal', scale: colourScale(states), legend },
        order: { field: 'stackOrder', type: 'quantitative' },
        tooltip: [
          { field: 'layer', type: 'nominal' },
          { field: 'state', type: 'nominal' },
          { field: 'cycles', type: 'quantitative', title: 'PE-cycles', format: ',' },
          { field: 'sharePercent', type: 'quantitative', title: 'share (%)', format: '.2f' },
        ],
      },
    });
  },
};
