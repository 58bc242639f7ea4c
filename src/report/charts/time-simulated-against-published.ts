import { axisUnit } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { scaleWithRoom } from '../picture/label-room.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowStep, rowsHeight } from '../picture/name-axis.ts';
import { referenceColour, seriesColours } from '../picture/palette.ts';
import { ink } from '../picture/vega-config.ts';
import { fewerLayers } from '../records/fewer-layers.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import type { ChartOf } from './chart.ts';

const title = 'Time, simulated against published';
const series = [
  ['simulated', seriesColours[4]],
  ['published', ink],
] as const;

const labels = series.map(([name]) => name);

/** One bar a layer for the simulated time, a mark for the published one, and the difference in words. */
export const timeSimulatedAgainstPublished: ChartOf<'run'> = {
  name: 'time-simulated-against-published',
  title,
  subject: 'run',
  obstacle: (result) =>
    result.layers.some((layer) => layer.published !== undefined) ? undefined : 'no layer has a published time',
  leftOut: (whole, style) => fewerLayers(whole, mostRows(style, labels)).leftOut,
  draw: (whole, style) => {
    const { result, leftOut } = fewerLayers(whole, mostRows(style, labels));
    const names = uniqueNames(result.layers.map((layer) => layer.name));
    const rows = result.layers.map((layer, k) => ({
      layer: names[k],
      simulatedUs: layer.timeUs,
      publishedUs: layer.published?.timeUs ?? null,
      source: layer.published?.source ?? null,
    }));
    const unit = axisUnit(
      rows.flatMap((row) => [row.simulatedUs, row.publishedUs]),
      's',
      -6,
    );
    const y = nameAxis('layer', names, style);
    const width = plotWidth(names, style);
    const legend = { ...topLegend(['simulated', 'published'], width, style), symbolType: 'square', symbolOpacity: 1 };
    const ends = rows.map((row) => ({
      value: Math.max(row.simulatedUs, row.publishedUs ?? 0) * unit.factor,
      label: row.publishedUs === null ? 'not published' : '+100.0 %',
    }));
    const color = { field: 'series', type: 'nominal', scale: colourScale(series), legend };
    const tooltip = [
      { field: 'layer', type: 'nominal' },
      { field: 'simulatedUs', type: 'quantitative', title: 'simulated (us)', format: '.4~g' },
      { field: 'publishedUs', type: 'quantitative', title: 'published (us)', format: '.4~g' },
      { field: 'source', type: 'nominal' },
    ];
    return frame(style, { title, leftOut, legend: labels }, rows, {
      height: rowsHeight(names.length, style, labels),
      transform: [
        { calculate: `datum.simulatedUs * ${unit.factor}`, as: 'simulated' },
        { calculate: `datum.publishedUs === null ? null : datum.publishedUs * ${unit.factor}`, as: 'published' },
        { calculate: 'max(datum.simulated, datum.published)', as: 'end' },
        {
          calculate:
            "datum.publishedUs === null ? 'not published' : datum.publishedUs === 0 ? '' : replace(format(datum.simulatedUs / datum.publishedUs - 1, '+.1%'), '%', ' %')",
          as: 'difference',
        },
      ],
      layer: [
        {
          transform: [{ calculate: "'simulated'", as: 'series' }],
          mark: { type: 'bar' },
          encoding: {
            y,
            x: {
              field: 'simulated',
              type: 'quantitative',
              title: `Time (${unit.unit})`,
              scale: scaleWithRoom(ends, width, style),
            },
            color,
            tooltip,
          },
        },
        {
          transform: [{ filter: 'datum.publishedUs !== null' }, { calculate: "'published'", as: 'series' }],
          mark: { type: 'tick', opacity: 1, thickness: style.fontSize / 4, size: rowStep(style) * 0.9 },
          encoding: { y, x: { field: 'published', type: 'quantitative' }, color, tooltip },
        },
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 2 },
          encoding: {
            y,
            x: { field: 'end', type: 'quantitative' },
            text: { field: 'difference', type: 'nominal' },
            color: { condition: { test: 'datum.publishedUs === null', value: referenceColour }, value: ink },
          },
        },
      ],
    });
  },
};
