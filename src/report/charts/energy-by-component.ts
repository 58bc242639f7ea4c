import { axisUnit } from './axis-unit.ts';
import type { ChartOf } from './chart.ts';
import { energyRows } from './energy-rows.ts';
import { quoted } from './field.ts';
import { frame } from './frame.ts';
import { scaleWithRoom } from './label-room.ts';
import { nameAxis, plotWidth, rowStep } from './layer-axis.ts';
import { colourScale, topLegend } from './legend.ts';

const title = 'Energy by component';

/** Stacked bars, one a layer: how much energy, and which components take it; the total stands at the end of each bar. */
export const energyByComponent: ChartOf<'run'> = {
  name: 'energy-by-component',
  title,
  subject: 'run',
  obstacle: (result) => (result.layers.length === 0 ? 'the result has no layers' : undefined),
  draw: (result, style) => {
    const { rows, components } = energyRows(result);
    const names = components.map(([name]) => name);
    const layers = [...new Set(rows.map((row) => row.layer))];
    const unit = axisUnit(
      result.layers.map((layer) => layer.energyPj.total),
      'J',
      -12,
    );
    const width = plotWidth(layers, style);
    const ends = result.layers.map((layer) => ({ value: layer.energyPj.total * unit.factor, label: '0.0000' }));
    const y = nameAxis('layer', layers, style);
    return frame(style, title, rows, {
      height: rowStep(style) * layers.length,
      transform: [
        { calculate: `datum.energyPj * ${unit.factor}`, as: 'energy' },
        { calculate: `indexof([${names.map(quoted).join(',')}], datum.component)`, as: 'stackOrder' },
      ],
      layer: [
        {
          mark: { type: 'bar', stroke: '#ffffff', strokeWidth: style.fontSize / 24 },
          encoding: {
            y,
            x: {
              field: 'energy',
              type: 'quantitative',
              stack: 'zero',
              title: `Energy (${unit.unit})`,
              scale: scaleWithRoom(ends, width, style),
            },
            color: {
              field: 'component',
              type: 'nominal',
              scale: colourScale(components),
              legend: topLegend(names, width, style),
            },
            order: { field: 'stackOrder', type: 'quantitative' },
            tooltip: [
              { field: 'layer', type: 'nominal' },
              { field: 'component', type: 'nominal' },
              { field: 'energyPj', type: 'quantitative', title: 'energy (pJ)', format: ',.1f' },
              { field: 'sharePercent', type: 'quantitative', title: 'share (%)', format: '.2f' },
            ],
          },
        },
        {
          transform: [{ aggregate: [{ op: 'sum', field: 'energy', as: 'total' }], groupby: ['layer'] }],
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
