import type { RunResult } from '../../run/result.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { quoted } from '../picture/field.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { mostRows, nameAxis, plotWidth, rowsHeight } from '../picture/name-axis.ts';
import { categoryColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import { fewerLayers } from '../records/fewer-layers.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartOf } from './chart.ts';

const title = 'Arithmetic against memory';
const series = [
  ['arithmetic', categoryColours.arithmetic],
  ['memory (SRAM, DRAM)', categoryColours.sram],
] as const;
const [arithmetic, memory] = series.map(([name]) => name);

function rowsOf(result: RunResult) {
  const names = uniqueNames([...result.layers.map((layer) => layer.name), 'total']);
  const sources = result.layers.length === 1 ? result.layers : [...result.layers, result.totals];
  return sources.map(({ energyPj, memoryToArithmeticRatio }, k) => ({
    layer: names[k],
    arithmeticPj: energyPj.arithmetic,
    memoryPj: energyPj.sram + energyPj.dram,
    ratio: memoryToArithmeticRatio,
  }));
}

/** The total needs a row too. */
function shown(whole: RunResult, style: ChartStyle) {
  return fewerLayers(whole, mostRows(style, [arithmetic, memory]) - 1);
}

const x = (field: string) => ({ field, type: 'quantitative' });

/** The headline: on a log axis, a point for arithmetic, a point for memory access, and how many times one is the other. */
export const arithmeticAgainstMemory: ChartOf<'run'> = {
  name: 'arithmetic-against-memory',
  title,
  subject: 'run',
  obstacle: ({ totals }) =>
    totals.energyPj.arithmetic > 0 || totals.energyPj.sram + totals.energyPj.dram > 0
      ? undefined
      : 'there is neither arithmetic nor memory energy',
  leftOut: (whole, style) => shown(whole, style).leftOut,
  draw: (whole, style) => {
    const { result, leftOut } = shown(whole, style);
    const rows = rowsOf(result);
    const names = rows.map((row) => row.layer);
    const energies = rows.flatMap((row) => [row.arithmeticPj, row.memoryPj]);
    const unit = axisUnit(energies, 'J', -12);
    const width = plotWidth(names, style);
    const longest = rows.some((row) => row.ratio === null) ? 'no arithmetic' : '10,000×';
    const room = (textWidth(longest, style.fontSize, true) + 1.5 * style.fontSize) / width;
    const log = logScale(
      energies.map((energy) => energy * unit.factor),
      Math.min(0.5, room),
    );
    const legend = { ...topLegend([arithmetic, memory], width, style), symbolOpacity: 1 };
    const y = nameAxis('layer', names, style);
    const points = {
      transform: [
        { fold: ['arithmetic', 'memory'], as: ['part', 'energy'] },
        { filter: 'datum.energy > 0' },
        { calculate: `datum.part === 'arithmetic' ? ${quoted(arithmetic)} : ${quoted(memory)}`, as: 'part' },
      ],
      mark: { type: 'point', filled: true, opacity: 1 },
      encoding: {
        y,
        x: x('energy'),
        color: { field: 'part', type: 'nominal', scale: colourScale(series), legend },
        shape: { field: 'part', type: 'nominal', scale: { domain: [arithmetic, memory], range: ['circle', 'square'] } },
        tooltip: [
          { field: 'layer', type: 'nominal' },
          { field: 'arithmeticPj', type: 'quantitative', title: 'arithmetic (pJ)', format: ',.1f' },
          { field: 'memoryPj', type: 'quantitative', title: 'memory (pJ)', format: ',.1f' },
          { field: 'ratio', type: 'quantitative', title: 'memory / arithmetic', format: '.3~g' },
        ],
      },
    };
    return frame(style, { title, leftOut, legend: series.map(([name]) => name) }, rows, {
      height: rowsHeight(names.length, style, [arithmetic, memory]),
      transform: [
        { calculate: `datum.arithmeticPj * ${unit.factor}`, as: 'arithmetic' },
        { calculate: `datum.memoryPj * ${unit.factor}`, as: 'memory' },
        { calculate: `max(datum.arithmetic, datum.memory, ${log.domain[0]})`, as: 'end' },
        { calculate: `max(datum.arithmetic, ${log.domain[0]})`, as: 'from' },
        { calculate: `max(datum.memory, ${log.domain[0]})`, as: 'to' },
        {
          calculate:
            "datum.ratio === null ? 'no arithmetic' : datum.memoryPj === 0 ? 'no memory' : format(datum.ratio, datum.ratio < 999.5 ? '.3g' : ',.0f') + '×'",
          as: 'factor',
        },
      ],
      layer: [
        {
          mark: { type: 'rule', strokeWidth: style.fontSize / 5, color: '#b8b8b8' },
          encoding: {
            y,
            x: {
              ...x('from'),
              scale: log.scale,
              title: `Energy (${unit.unit}, logarithmic)`,
              axis: log.axis,
            },
            x2: { field: 'to' },
          },
        },
        points,
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize * 0.8, fontWeight: 'bold' },
          encoding: { y, x: x('end'), text: { field: 'factor', type: 'nominal' } },
        },
      ],
    });
  },
};
