import { categoryTitles } from '../../categories.ts';
import { frame } from '../../picture/frame.ts';
import { colourScale, topLegend } from '../../picture/legend.ts';
import { logScale } from '../../picture/log-scale.ts';
import { nameAxis, plotWidth, rowsHeight } from '../../picture/name-axis.ts';
import { categoryColours } from '../../picture/palette.ts';
import type { ChartStyle } from '../../picture/style.ts';
import { builtInOperationCosts, type OperationCost } from '../../records/operation-costs.ts';
import { uniqueNames } from '../../text/layer-labels.ts';
import { numberText } from '../../text/number-text.ts';
import { textWidth } from '../../text/text-width.ts';
import { wrapWords } from '../../text/wrap-words.ts';
import type { ChartOf } from '../chart.ts';

const title = 'What an operation costs';
const groups = [
  ['arithmetic', categoryColours.arithmetic],
  ['registers', categoryColours.registers],
  [categoryTitles.sram, categoryColours.sram],
  [categoryTitles.dram, categoryColours.dram],
] as const;

/** Who says so, as short as it can be found again: what stands before the conditions of a measurement. */
function shortSource(source: string): string {
  const [first] = source.replace(/^\w+: /, '').split(/[;:]/);
  const [name, where] = first.split(/ \((?![^)]*\d{4}\))/)[0].split(', ');
  return where === undefined || /^\d/.test(where) ? name : `${name}, ${where}`;
}

/** The sources below the axis, in lines that fit. */
function sourceLines(operations: readonly OperationCost[], { width, fontSize }: ChartStyle): string[] {
  const sources = [...new Set(operations.map(({ source }) => shortSource(source)))];
  return wrapWords(`after ${sources.join('; ')}`, Math.floor((width * 1.5) / fontSize)).split('\n');
}

/** Horowitz' table as a chart: points on a log axis from the cheapest operation to the dearest, each with its number. */
export const operationCosts: ChartOf<'operationCosts'> = {
  name: 'operation-costs',
  title,
  subject: 'operationCosts',
  obstacle: ({ operations }) => (operations.length === 0 ? 'there are no operations' : undefined),
  builtIn: builtInOperationCosts,
  draw: ({ operations, technologyNm }, style) => {
    const names = uniqueNames(operations.map((operation) => operation.name));
    const rows = operations
      .map((operation, k) => ({ ...operation, name: names[k] }))
      .toSorted((a, b) => a.energyPj - b.energyPj)
      .map(({ name, group, energyPj, source }) => ({
        operation: name,
        group: categoryTitles[group],
        energyPj,
        source,
      }));
    const sorted = rows.map((row) => row.operation);
    const width = plotWidth(sorted, style);
    const widest = Math.max(...rows.map((row) => textWidth(numberText(row.energyPj), style.fontSize)));
    const log = logScale(
      rows.map((row) => row.energyPj),
      (widest + style.fontSize) / width,
    );
    const y = nameAxis('operation', sorted, style);
    const shown = groups.filter(([group]) => rows.some((row) => row.group === group));
    const labels = shown.map(([group]) => group);
    const legend = topLegend(labels, width, style);
    const low = log.domain[0];
    const x = {
      field: 'place',
      type: 'quantitative',
      title: [`Energy at ${technologyNm} nm (pJ, logarithmic)`, ...sourceLines(operations, style)],
      scale: log.scale,
      axis: log.axis,
    };
    return frame(style, { title, legend: labels }, rows, {
      height: rowsHeight(rows.length, style, labels),
      transform: [
        { calculate: `datum.energyPj > 0 ? datum.energyPj : ${low}`, as: 'place' },
        { calculate: `${low}`, as: 'start' },
        { calculate: "datum.energyPj === 0 ? '0' : format(datum.energyPj, '.3~g')", as: 'text' },
      ],
      layer: [
        { mark: { type: 'rule', color: '#d0d0d0' }, encoding: { y, x, x2: { field: 'start' } } },
        {
          transform: [{ filter: 'datum.energyPj > 0' }],
          mark: { type: 'point', filled: true, opacity: 1 },
          encoding: {
            y,
            x,
            color: { field: 'group', type: 'nominal', scale: colourScale(shown), legend },
            tooltip: [
              { field: 'operation', type: 'nominal' },
              { field: 'energyPj', type: 'quantitative', title: 'energy (pJ)', format: '.4~g' },
              { field: 'source', type: 'nominal' },
            ],
          },
        },
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize * 0.6 },
          encoding: { y, x, text: { field: 'text', type: 'nominal' } },
        },
      ],
    });
  },
};
