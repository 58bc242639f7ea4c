import type { RunResult } from '../../run/result.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { quoted } from '../picture/field.ts';
import { frame } from '../picture/frame.ts';
import { scaleWithRoom } from '../picture/label-room.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowsHeight } from '../picture/name-axis.ts';
import type { ChartStyle } from '../picture/style.ts';
import { type FewerLayers, fewerLayers } from '../records/fewer-layers.ts';
import { componentName } from '../text/human-names.ts';
import type { ChartOf, ChartSpec } from './chart.ts';
import { energyRows, OTHER } from './energy-rows.ts';

/** What differs between the stack in joules and the one in per cent. */
interface EnergyStack {
  readonly title: string;
  /** Expression of the row for the length of its segment. */
  readonly length: string;
  readonly axisTitle: string;
  /** Scale of the axis, given the width of the plot. */
  readonly scale: (plotWidth: number) => Readonly<Record<string, unknown>>;
  /** More layers on top, given the encoding of y. */
  readonly labels?: (y: Readonly<Record<string, unknown>>) => readonly Readonly<Record<string, unknown>>[];
}

/** What the legend calls a component; the data keep its name in the record. */
function shownAs(component: string): string {
  return component === OTHER ? component : componentName(component);
}

/** As many layers as there is room for, below the legend of all components. */
function shown(whole: RunResult, style: ChartStyle): FewerLayers {
  const names = energyRows(whole).components.map(([name]) => shownAs(name));
  return fewerLayers(whole, mostRows(style, names));
}

/** Stacked bars, one a layer, segments by component in the palette's order with a thin white seam, so that they part in grey too. */
function energyStack({ result, leftOut }: FewerLayers, style: ChartStyle, stack: EnergyStack): ChartSpec {
  const { rows, components } = energyRows(result);
  const names = components.map(([name]) => shownAs(name));
  const layers = [...new Set(rows.map((row) => row.layer))];
  const width = plotWidth(layers, style);
  const y = nameAxis('layer', layers, style);
  const bars = {
    mark: { type: 'bar', stroke: '#ffffff', strokeWidth: style.fontSize / 24 },
    encoding: {
      y,
      x: { field: 'length', type: 'quantitative', stack: 'zero', title: stack.axisTitle, scale: stack.scale(width) },
      color: {
        field: 'part',
        type: 'nominal',
        scale: colourScale(components.map(([name, colour]) => [shownAs(name), colour] as const)),
        legend: topLegend(names, width, style),
      },
      order: { field: 'stackOrder', type: 'quantitative' },
      tooltip: [
        { field: 'layer', type: 'nominal' },
        { field: 'part', type: 'nominal', title: 'component' },
        { field: 'energyPj', type: 'quantitative', title: 'energy (pJ)', format: ',.1f' },
        { field: 'sharePercent', type: 'quantitative', title: 'share (%)', format: '.2f' },
        { field: 'actionCount', type: 'quantitative', title: 'actions', format: ',' },
        { field: 'source', type: 'nominal' },
      ],
    },
  };
  return frame(style, { title: stack.title, leftOut, legend: names }, rows, {
    height: rowsHeight(layers.length, style, names),
    transform: [
      { calculate: stack.length, as: 'length' },
      {
        calculate: `indexof([${components.map(([name]) => quoted(name)).join(',')}], datum.component)`,
        as: 'stackOrder',
      },
      { calculate: `[${names.map(quoted).join(',')}][datum.stackOrder]`, as: 'part' },
    ],
    layer: [bars, ...(stack.labels?.(y) ?? [])],
  });
}

/** Whether the layers that are drawn as one take so much more than any other that the others could not be seen beside them. */
function dwarfing({ result: { layers }, leftOut }: FewerLayers): boolean {
  const totals = layers.map((layer) => layer.energyPj.total);
  const others = totals.pop() ?? 0;
  return leftOut !== undefined && others > 3 * Math.max(...totals);
}

/** Stacked bars, one a layer: how much energy, and which components take it; the total stands at the end of each bar. */
export const energyByComponent: ChartOf<'run'> = {
  name: 'energy-by-component',
  title: 'Energy by component',
  subject: 'run',
  obstacle: (result) => (result.layers.length === 0 ? 'the result has no layers' : undefined),
  leftOut: (whole, style) => shown(whole, style).leftOut,
  draw: (whole, style) => {
    const fewer = shown(whole, style);
    const { layers } = fewer.result;
    const totals = layers.map((layer) => layer.energyPj.total);
    const others = dwarfing(fewer) ? quoted(layers[layers.length - 1].name) : undefined;
    const drawn = others === undefined ? totals : totals.slice(0, -1);
    const unit = axisUnit(drawn, 'J', -12);
    const ends = drawn.map((total) => ({ value: total * unit.factor, label: '0.0000' }));
    const length = `datum.energyPj * ${unit.factor}`;
    return energyStack(fewer, style, {
      title: energyByComponent.title,
      length: others === undefined ? length : `datum.layer === ${others} ? 0 : ${length}`,
      axisTitle: `Energy (${unit.unit})`,
      scale: (plotWidth) => scaleWithRoom(ends, plotWidth, style),
      labels: (y) => [
        {
          transform: [
            { calculate: length, as: 'energy' },
            {
              aggregate: [
                { op: 'sum', field: 'length', as: 'end' },
                { op: 'sum', field: 'energy', as: 'total' },
              ],
              groupby: ['layer'],
            },
            {
              calculate: `format(datum.total, '.3g')${others === undefined ? '' : ` + (datum.layer === ${others} ? ' together, not drawn' : '')`}`,
              as: 'text',
            },
          ],
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 3 },
          encoding: {
            y,
            x: { field: 'end', type: 'quantitative' },
            text: { field: 'text', type: 'nominal' },
          },
        },
      ],
    });
  },
};

/** The same stack with every layer at 100 %, to compare layers of very different size. */
export const energyShareByComponent: ChartOf<'run'> = {
  name: 'energy-share-by-component',
  title: 'Share of energy by component',
  subject: 'run',
  obstacle: (result) =>
    result.layers.some((layer) => layer.energyPj.total > 0) ? undefined : 'no layer has any energy',
  leftOut: (whole, style) => shown(whole, style).leftOut,
  draw: (whole, style) =>
    energyStack(shown(whole, style), style, {
      title: energyShareByComponent.title,
      length: 'datum.sharePercent',
      axisTitle: 'Share of energy (%)',
      scale: () => ({ domain: [0, 100], nice: false }),
    }),
};
