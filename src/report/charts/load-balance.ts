import { isCounted, type RunResult } from '../../run/result.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowStep, rowsHeight } from '../picture/name-axis.ts';
import { seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import { busyLayers } from '../records/busy-layers.ts';
import { fewerLayers } from '../records/fewer-layers.ts';
import { evenly } from '../sweeps/sweep-slice.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import type { ChartOf } from './chart.ts';

const title = 'Load balance of the processing elements';
const series = [
  ['one PE', seriesColours[4]],
  ['load-balance efficiency (mean)', '#222222'],
] as const;
/** An upright stroke, as high as the symbol's size and a sixteenth as wide. */
const STROKE = 'M-0.06,-1H0.06V1H-0.06Z';
const [onePe, mean] = series.map(([name]) => name);

/** The share of cycles in which a PE is not starved; the mean over the PEs is the load-balance efficiency of the layer. */
function rowsOf(result: RunResult) {
  const names = uniqueNames(result.layers.map((layer) => layer.name));
  return result.layers.flatMap((layer, k) => [
    ...evenly(
      (layer.perProcessingElement?.starved ?? [])
        .map((starved, processingElement) => ({
          layer: names[k],
          series: onePe,
          processingElement: processingElement as number | null,
          notStarvedPercent: layer.cycles === 0 ? 0 : 100 * (1 - starved / layer.cycles),
        }))
        .toSorted((a, b) => a.notStarvedPercent - b.notStarvedPercent),
      marksOf(result),
    ),
    { layer: names[k], series: mean, processingElement: null, notStarvedPercent: 100 * layer.loadBalanceEfficiency },
  ]);
}

/** More marks than these make a file that no editor opens. */
const MOST_MARKS = 2000;

/** Of how many PEs a layer has a mark: of all, or of so many evenly from the least busy to the busiest. */
function marksOf({ layers }: RunResult): number {
  return Math.max(16, Math.floor(MOST_MARKS / layers.length));
}

/** What is not drawn of a run of that many layers. */
function left(whole: RunResult, style: ChartStyle): { result: RunResult; leftOut: string | undefined } {
  const { result, leftOut } = fewerLayers(busyLayers(whole), mostRows(style, labels));
  const most = Math.max(
    0,
    ...result.layers.map(({ perProcessingElement }) => perProcessingElement?.starved.length ?? 0),
  );
  const marks = marksOf(result);
  const fewer =
    most > marks ? `${marks} of ${most} PEs have a mark, evenly from the least busy to the busiest` : undefined;
  return { result, leftOut: [leftOut, fewer].filter((text) => text !== undefined).join('; ') || undefined };
}

const labels = [onePe, mean];

/** A strip of one mark a PE for each layer: how even the work is spread, and who waits for whom. */
export const loadBalance: ChartOf<'run'> = {
  name: 'load-balance',
  title,
  subject: 'run',
  obstacle: ({ layers }) => {
    if (!isCounted(layers, 'starvedCycles')) return 'the machine does not count what its processing elements do';
    return layers.length === 0 ? 'the result has no layers' : undefined;
  },
  leftOut: (whole, style) => left(whole, style).leftOut,
  draw: (whole, style) => {
    const { result, leftOut } = left(whole, style);
    const rows = rowsOf(result);
    const names = [...new Set(rows.map((row) => row.layer))];
    const width = plotWidth(names, style);
    const lowest = rows.reduce((low, row) => Math.min(low, row.notStarvedPercent), 90);
    const y = nameAxis('layer', names, style);
    const x = {
      field: 'notStarvedPercent',
      type: 'quantitative',
      title: 'Cycles in which a PE is not starved (%)',
      scale: { domain: [Math.max(0, Math.floor(lowest / 5) * 5), 100], nice: false, zero: false },
    };
    const legend = { ...topLegend([onePe, mean], width, style), symbolOpacity: 1 };
    const look = {
      color: { field: 'series', type: 'nominal', scale: colourScale(series), legend },
      shape: {
        field: 'series',
        type: 'nominal',
        legend,
        scale: { domain: [onePe, mean], range: [STROKE, 'diamond'] },
      },
    };
    const tooltip = [
      { field: 'layer', type: 'nominal' },
      { field: 'series', type: 'nominal' },
      { field: 'processingElement', type: 'quantitative', title: 'PE' },
      { field: 'notStarvedPercent', type: 'quantitative', title: 'not starved (%)', format: '.2f' },
    ];
    return frame(style, { title, leftOut, legend: labels }, rows, {
      height: rowsHeight(names.length, style, labels),
      layer: [
        {
          transform: [{ filter: 'datum.processingElement !== null' }],
          mark: { type: 'point', filled: true, opacity: 0.6, size: (rowStep(style) * 0.75) ** 2 },
          encoding: { y, x, ...look, tooltip },
        },
        {
          transform: [{ filter: 'datum.processingElement === null' }],
          mark: { type: 'point', filled: true, opacity: 1 },
          encoding: { y, x, ...look, tooltip },
        },
      ],
    });
  },
};
