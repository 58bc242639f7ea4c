import type { RunResult } from '../../run/result.ts';
import type { ChartSpec } from './chart.ts';
import { energyRows } from './energy-rows.ts';
import { quoted } from './field.ts';
import { frame } from './frame.ts';
import { colourScale, topLegend } from './legend.ts';
import { nameAxis, plotWidth, rowStep } from './name-axis.ts';
import type { ChartStyle } from './style.ts';

/** What differs between the stack in joules and the one in per cent. */
export interface EnergyStack {
  readonly title: string;
  /** Expression of the row for the length of its segment. */
  readonly length: string;
  readonly axisTitle: string;
  /** Scale of the axis, given the width of the plot. */
  readonly scale: (plotWidth: number) => Readonly<Record<string, unknown>>;
  /** More layers on top, given the encoding of y. */
  readonly labels?: (y: Readonly<Record<string, unknown>>) => readonly Readonly<Record<string, unknown>>[];
}

/** Stacked bars, one a layer, segments by component in the palette's order with a thin white seam, so that they part in grey too. */
export function energyStack(result: RunResult, style: ChartStyle, stack: EnergyStack): ChartSpec {
  const { rows, components } = energyRows(result);
  const names = components.map(([name]) => name);
  const layers = [...new Set(rows.map((row) => row.layer))];
  const width = plotWidth(layers, style);
  const y = nameAxis('layer', layers, style);
  const bars = {
    mark: { type: 'bar', stroke: '#ffffff', strokeWidth: style.fontSize / 24 },
    encoding: {
      y,
      x: { field: 'length', type: 'quantitative', stack: 'zero', title: stack.axisTitle, scale: stack.scale(width) },
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
        { field: 'actionCount', type: 'quantitative', title: 'actions', format: ',' },
        { field: 'source', type: 'nominal' },
      ],
    },
  };
  return frame(style, stack.title, rows, {
    height: rowStep(style) * layers.length,
    transform: [
      { calculate: stack.length, as: 'length' },
      { calculate: `indexof([${names.map(quoted).join(',')}], datum.component)`, as: 'stackOrder' },
    ],
    layer: [bars, ...(stack.labels?.(y) ?? [])],
  });
}
