import { axisUnit } from './axis-unit.ts';
import type { ChartOf } from './chart.ts';
import { energyStack } from './energy-stack.ts';
import { scaleWithRoom } from './label-room.ts';

const title = 'Energy by component';

/** Stacked bars, one a layer: how much energy, and which components take it; the total stands at the end of each bar. */
export const energyByComponent: ChartOf<'run'> = {
  name: 'energy-by-component',
  title,
  subject: 'run',
  obstacle: (result) => (result.layers.length === 0 ? 'the result has no layers' : undefined),
  draw: (result, style) => {
    const totals = result.layers.map((layer) => layer.energyPj.total);
    const unit = axisUnit(totals, 'J', -12);
    const ends = totals.map((total) => ({ value: total * unit.factor, label: '0.0000' }));
    return energyStack(result, style, {
      title,
      length: `datum.energyPj * ${unit.factor}`,
      axisTitle: `Energy (${unit.unit})`,
      scale: (plotWidth) => scaleWithRoom(ends, plotWidth, style),
      labels: (y) => [
        {
          transform: [{ aggregate: [{ op: 'sum', field: 'length', as: 'total' }], groupby: ['layer'] }],
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 3 },
          encoding: {
            y,
            x: { field: 'total', type: 'quantitative' },
            text: { field: 'total', type: 'quantitative', format: '.3g' },
          },
        },
      ],
    });
  },
};
