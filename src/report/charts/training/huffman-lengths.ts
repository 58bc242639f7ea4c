import type { SymbolSpread } from '../../../train/network/layer-spread.ts';
import type { TrainingResult } from '../../../train/run/training-result.ts';
import { seriesColours } from '../../picture/palette.ts';
import { stackedFrame } from '../../picture/stacked-frame.ts';
import type { ChartStyle } from '../../picture/style.ts';
import { ink } from '../../picture/vega-config.ts';
import { shownLayer } from '../../records/shown-layer.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Codes and relative indices, and the bits of their Huffman codes';

/** Symbols of each kind, in order. */
function spreadsOf(record: TrainingResult): (readonly [string, string, SymbolSpread])[] {
  const { huffman } = shownLayer(record).stages.at(-1)!.layer;
  return [
    ...(huffman?.codes === undefined ? [] : [['code', 'Code (0 is a padding zero)', huffman.codes] as const]),
    ...(huffman?.gaps === undefined ? [] : [['gap', 'Relative index: weights skipped', huffman.gaps] as const]),
  ];
}

function rowsOf(record: TrainingResult) {
  return spreadsOf(record).flatMap(([kind, , { symbols, counts, lengths }]) => {
    const sum = counts.reduce((total, count) => total + count, 0);
    return symbols.map((symbol, k) => ({
      kind,
      symbol,
      entries: counts[k],
      share: counts[k] / sum,
      huffmanBits: lengths[k],
    }));
  });
}

/** How often each code and each gap occurs, and how long its Huffman code is: what is frequent is short (Deep Compression, Fig. 5). */
export const huffmanCodeLengths: ChartOf<'training'> = {
  name: 'huffman-lengths',
  title,
  subject: 'training',
  obstacle: (record) => (spreadsOf(record).length === 0 ? 'no stage of it makes Huffman codes' : undefined),
  leftOut: (record) => shownLayer(record).leftOut,
  draw: (record, style) => {
    const panels = spreadsOf(record).map(([kind, axis, spread]) => panelOf(kind, axis, spread, style));
    const heading = { title, leftOut: shownLayer(record).leftOut };
    return stackedFrame(style, heading, rowsOf(record), panels, { left: 5.5, right: 3.5 });
  },
};

function panelOf(kind: string, axis: string, { symbols, lengths }: SymbolSpread, style: ChartStyle) {
  const longest = Math.max(...lengths);
  const last = symbols[symbols.length - 1];
  const x = {
    field: 'symbol',
    type: 'quantitative',
    title: axis,
    scale: { domain: [-0.5 - last / 100, last + 0.5 + last / 100], nice: false, zero: false },
    axis: { grid: false, tickMinStep: 1 },
  };
  const tooltip = ['symbol', 'entries', 'huffmanBits'].map((field) => ({ field, type: 'quantitative' }));
  const wide = (style.width * 0.55) / (last + 1);
  return {
    height: style.fontSize * 7,
    transform: [{ filter: `datum.kind === '${kind}'` }, { calculate: '100 * datum.share', as: 'percent' }],
    layer: [
      {
        mark: { type: 'bar', width: Number(wide.toFixed(2)), color: seriesColours[4] },
        encoding: {
          x,
          y: { field: 'percent', type: 'quantitative', title: 'Entries (%, bars)', axis: { tickCount: 4 } },
          tooltip,
        },
      },
      {
        mark: {
          type: 'point',
          filled: true,
          opacity: 1,
          color: ink,
          size: style.fontSize ** 2 * (last > 40 ? 0.06 : 0.25),
        },
        encoding: {
          x,
          y: {
            field: 'huffmanBits',
            type: 'quantitative',
            title: 'Bits (dots)',
            scale: { domain: [0, longest + 1], nice: false },
            axis: { orient: 'right', grid: false, tickMinStep: 1, tickCount: 4, minExtent: 0 },
          },
          tooltip,
        },
      },
    ],
    resolve: { scale: { y: 'independent' } },
  };
}
