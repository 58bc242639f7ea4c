import type { StageLayer, TrainingResult } from '../../../train/run/training-result.ts';
import { frame } from '../../picture/frame.ts';
import { colourScale, topLegend } from '../../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowsHeight } from '../../picture/name-axis.ts';
import { seriesColours } from '../../picture/palette.ts';
import type { ChartStyle } from '../../picture/style.ts';
import { uniqueNames } from '../../text/layer-labels.ts';
import { numberText } from '../../text/number-text.ts';
import { textWidth } from '../../text/text-width.ts';
import type { ChartOf } from '../chart.ts';

/** What is stored of a layer, in stacking order. */
const PARTS = [
  ['weights or codes', 'weightBytes', seriesColours[0]],
  ['indices', 'indexBytes', seriesColours[4]],
  ['codebook', 'codebookBytes', seriesColours[1]],
  ['Huffman tables', 'huffmanTableBytes', seriesColours[6]],
  ['biases', 'biasBytes', '#b8b8b8'],
] as const;

const parts = PARTS.map(([name, , colour]) => [name, colour] as const);
const legend = PARTS.map(([name]) => name);

/** A bar of the chart: what it stands for, and its layers. */
interface Bar {
  readonly name: string;
  readonly layers: readonly StageLayer[];
}

const bytesOf = ({ layers }: Bar) => layers.reduce((sum, { bytes }) => sum + bytes, 0);

/** `22.6 kB, 47.2x`: size, and how many times fewer bytes than in fp32. */
function textOf(bar: Bar): string {
  const bytes = bytesOf(bar);
  const rate = bar.layers.reduce((sum, { originalBytes }) => sum + originalBytes, 0) / bytes;
  return `${numberText(bytes / 1000, 3)} kB${rate > 1.05 ? `, ${rate.toFixed(1)}x` : ''}`;
}

/** Stages after which other bytes are stored; a stage that changes none is not drawn. */
function stageBars({ stages }: TrainingResult): Bar[] {
  const bars: Bar[] = [];
  for (const { name, layers } of stages) {
    const last = bars.at(-1);
    const isNew =
      last === undefined || PARTS.some(([, part]) => layers.some((layer, k) => layer[part] !== last.layers[k][part]));
    if (isNew) bars.push({ name, layers });
  }
  return bars;
}

/** The layers behind the last stage. */
function layerBars({ stages }: TrainingResult): Bar[] {
  const { layers } = stages[stages.length - 1];
  const names = uniqueNames(layers.map(({ name }) => name));
  return layers.map((layer, k) => ({ name: names[k], layers: [layer] }));
}

interface StoredBytes {
  readonly name: string;
  readonly title: string;
  readonly bars: (record: TrainingResult) => Bar[];
  /** Whether each bar is a whole, so that parts are comparable where sizes are not. */
  readonly isShare: boolean;
  readonly xTitle: string;
  readonly missing: string;
}

function storedBytes({ name, title, bars: all, isShare, xTitle, missing }: StoredBytes): ChartOf<'training'> {
  const shown = (record: TrainingResult, style: ChartStyle) => {
    const bars = all(record);
    const most = mostRows(style, legend);
    const { layers } = record.stages[0];
    const alone = layers.length === 1 ? `layer ${layers[0].name}` : undefined;
    if (bars.length <= most) return { bars, leftOut: alone };
    return { bars: bars.slice(-most), leftOut: `the last ${most} of ${bars.length} are drawn` };
  };
  return {
    name,
    title,
    subject: 'training',
    obstacle: (record) => (all(record).length < 2 ? missing : undefined),
    leftOut: (record, style) => shown(record, style).leftOut,
    draw: (record, style) => {
      const { bars, leftOut } = shown(record, style);
      const names = bars.map((bar) => bar.name);
      const rows = bars.flatMap((bar) =>
        PARTS.map(([part, key]) => ({
          bar: bar.name,
          part,
          bytes: bar.layers.reduce((sum, layer) => sum + layer[key], 0),
          ofBar: bytesOf(bar),
        })),
      );
      const width = plotWidth(names, style);
      const texts = bars.map(textOf);
      const room = Math.max(...texts.map((text) => textWidth(text, style.fontSize))) + style.fontSize;
      const most = isShare ? 100 : Math.max(...bars.map(bytesOf)) / 1000;
      const y = nameAxis('bar', names, style);
      return frame(style, { title, leftOut, legend }, rows, {
        height: rowsHeight(names.length, style, legend),
        transform: [
          { calculate: isShare ? '100 * datum.bytes / datum.ofBar' : 'datum.bytes / 1000', as: 'length' },
          { calculate: `indexof(${JSON.stringify(legend)}, datum.part)`, as: 'stackOrder' },
        ],
        layer: [
          {
            mark: { type: 'bar' },
            encoding: {
              y,
              x: {
                field: 'length',
                type: 'quantitative',
                stack: 'zero',
                title: xTitle,
                scale: { domain: [0, Number((most / (1 - Math.min(0.7, room / width))).toPrecision(4))], nice: false },
                axis: { grid: false, ...(isShare && { values: [0, 50, 100] }) },
              },
              color: {
                field: 'part',
                type: 'nominal',
                scale: colourScale(parts),
                legend: topLegend(legend, width, style),
              },
              order: { field: 'stackOrder', type: 'quantitative' },
              tooltip: ['bar', 'part', 'bytes'].map((field) => ({ field })),
            },
          },
          {
            data: {
              values: bars.map((bar, k) => ({
                bar: bar.name,
                end: isShare ? 100 : bytesOf(bar) / 1000,
                text: texts[k],
              })),
            },
            mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 3 },
            encoding: { y, x: { field: 'end', type: 'quantitative' }, text: { field: 'text', type: 'nominal' } },
          },
        ],
      });
    },
  };
}

/** Deep Compression, Fig. 11, for the whole network: what the bytes are behind each stage that changes them. */
export const storedBytesByStage = storedBytes({
  name: 'stored-bytes-by-stage',
  title: 'What the stored bytes are, stage after stage',
  bars: stageBars,
  isShare: true,
  xTitle: 'Share of the stored bytes (%)',
  missing: 'no stage of it changes what is stored',
});

export const storedBytesByLayer = storedBytes({
  name: 'stored-bytes-by-layer',
  title: 'Where the stored bytes are',
  bars: layerBars,
  isShare: false,
  xTitle: 'Stored bytes behind the last stage (kB)',
  missing: 'the network has one layer',
});
