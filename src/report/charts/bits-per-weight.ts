import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowStep, rowsHeight } from '../picture/name-axis.ts';
import { seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import type { CompressionRecord } from '../records/compression-record.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import type { ChartOf } from './chart.ts';

const title = 'Bits per stored weight';
const parts = [
  ['weight', seriesColours[0]],
  ['index', seriesColours[4]],
] as const;

function rowsOf({ layers }: CompressionRecord) {
  const names = uniqueNames(layers.map((layer) => layer.name));
  return layers.flatMap((layer, k) => [
    { layer: names[k], coding: 'fixed', part: 'weight', bits: layer.bitsPerWeight },
    { layer: names[k], coding: 'fixed', part: 'index', bits: layer.bitsPerIndex },
    { layer: names[k], coding: 'Huffman', part: 'weight', bits: layer.huffmanBitsPerWeight },
    { layer: names[k], coding: 'Huffman', part: 'index', bits: layer.huffmanBitsPerIndex },
  ]);
}

const legend = parts.map(([name]) => name);
/** Two bars stand in one row. */
const step = (style: ChartStyle) => rowStep(style) * 1.9;

/** Of more layers than there is room for the first. */
function shown(record: CompressionRecord, style: ChartStyle): { record: CompressionRecord; leftOut?: string } {
  const { layers } = record;
  const most = mostRows(style, legend, step(style));
  if (layers.length <= most) return { record };
  return {
    record: { layers: layers.slice(0, most) },
    leftOut: `the first ${most} of ${layers.length} layers are drawn`,
  };
}

/** For each layer two bars, with fixed codes and with Huffman codes, of the bits for the weight and for the index. */
export const bitsPerWeight: ChartOf<'compression'> = {
  name: 'bits-per-weight',
  title,
  subject: 'compression',
  leftOut: (record, style) => shown(record, style).leftOut,
  obstacle: ({ layers }) => (layers.length === 0 ? 'there are no layers' : undefined),
  draw: (whole, style) => {
    const { record, leftOut } = shown(whole, style);
    const rows = rowsOf(record);
    const names = [...new Set(rows.map((row) => row.layer))];
    const width = plotWidth(names, style);
    const most = Math.max(...record.layers.map((layer) => layer.bitsPerWeight + layer.bitsPerIndex));
    const y = {
      y: nameAxis('layer', names, style),
      yOffset: { field: 'coding', type: 'nominal', sort: ['fixed', 'Huffman'] },
    };
    const x = {
      title: 'Bits per stored weight',
      scale: { domain: [0, Number((most * 1.25).toPrecision(4))], nice: false },
    };
    return frame(style, { title, leftOut, legend }, rows, {
      height: rowsHeight(names.length, style, legend, step(style)),
      transform: [{ calculate: "datum.part === 'weight' ? 0 : 1", as: 'stackOrder' }],
      layer: [
        {
          mark: { type: 'bar', stroke: '#ffffff', strokeWidth: style.fontSize / 24 },
          encoding: {
            ...y,
            x: { field: 'bits', type: 'quantitative', stack: 'zero', ...x },
            color: {
              field: 'part',
              type: 'nominal',
              scale: colourScale(parts),
              legend: topLegend(legend, width, style),
            },
            order: { field: 'stackOrder', type: 'quantitative' },
            tooltip: ['layer', 'coding', 'part', 'bits'].map((name) => ({ field: name })),
          },
        },
        {
          transform: [
            { aggregate: [{ op: 'sum', field: 'bits', as: 'total' }], groupby: ['layer', 'coding'] },
            {
              calculate: "format(datum.total, '.2~f') + (datum.coding === 'Huffman' ? ' Huffman' : ' fixed')",
              as: 'text',
            },
          ],
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 3 },
          encoding: { ...y, x: { field: 'total', type: 'quantitative' }, text: { field: 'text', type: 'nominal' } },
        },
      ],
    });
  },
};
