import type { LadderResult } from '../../run/ladder/ladder-result.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { nameAxis, plotWidth, rowStep, wrappedLabels } from '../picture/name-axis.ts';
import { categoryColours, referenceColour } from '../picture/palette.ts';
import { ladderSums } from '../records/ladder-sums.ts';
import { numberText } from '../text/number-text.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartOf } from './chart.ts';

const title = 'Energy of each rung of the ladder';
const FLAT = 'DRAM, 640 pJ per 32 bit';

function rowsOf({ rungs }: LadderResult) {
  return rungs.map(({ name, flat, stream }, k) => ({
    rung: `${k + 1} ${name}`,
    arithmeticPj: stream.energyPj.arithmetic,
    sramPj: stream.energyPj.sram,
    dramPj: stream.energyPj.dram,
    flatDramPj: flat.energyPj.dram,
    memoryFactor: stream.memoryFactor,
    flatMemoryFactor: flat.memoryFactor,
    gain: gainText(stream.memoryFactor, flat.memoryFactor),
  }));
}

/** `11.4× to 30.1×`: memory energy over the rung before, as a stream and flat. */
function gainText(stream: number | null, flat: number | null): string {
  if (stream === null || flat === null) return '';
  const range =
    Math.abs(flat / stream - 1) < 0.05 ? numberText(stream) : `${numberText(stream)}× to ${numberText(flat)}`;
  return `${range}×`;
}

/** On a log axis: arithmetic, SRAM and DRAM of every rung, DRAM both as a stream and flat, and a line where arithmetic alone would be. */
export const ladderEnergy: ChartOf<'ladder'> = {
  name: 'ladder-energy',
  title,
  subject: 'ladder',
  obstacle: ({ rungs }) => (rungs.length > 0 ? undefined : 'there are no rungs'),
  leftOut: ladderSums,
  draw: (result, style) => {
    const rows = rowsOf(result);
    const names = rows.map((row) => row.rung);
    const stream = `DRAM, ${result.rungs[0].stream.dramPart}`;
    const series = [
      ['arithmetic', categoryColours.arithmetic],
      ['SRAM', categoryColours.sram],
      [stream, categoryColours.dram],
      [FLAT, referenceColour],
    ] as const;
    const energies = rows.flatMap((row) => [row.arithmeticPj, row.sramPj, row.dramPj, row.flatDramPj]);
    const unit = axisUnit(energies, 'J', -12);
    const labels = wrappedLabels(names, style);
    const width = plotWidth(names, style, labels);
    const ends = rows.map((row) => ({
      value: Math.max(row.arithmeticPj, row.sramPj, row.dramPj, row.flatDramPj) * unit.factor,
      room: (textWidth(row.gain, style.fontSize) + 1.5 * style.fontSize) / width,
    }));
    const log = logScale(
      energies.map((energy) => energy * unit.factor),
      ends.filter(({ value }) => value > 0),
    );
    const parts = series.map(([name]) => name);
    const fields = ['arithmeticPj', 'sramPj', 'dramPj', 'flatDramPj'];
    const partOf = fields.map((field, k) => `datum.field === '${field}' ? '${parts[k]}' :`).join(' ');
    const y = nameAxis('rung', names, style, labels);
    return frame(style, { title, leftOut: ladderSums(result), legend: parts }, rows, {
      height: rowStep(style) * 1.6 * names.length,
      transform: [
        {
          calculate: `max(datum.arithmeticPj, datum.sramPj, datum.dramPj, datum.flatDramPj) * ${unit.factor}`,
          as: 'end',
        },
        { calculate: `${log.domain[0]}`, as: 'from' },
      ],
      layer: [
        {
          mark: { type: 'rule', strokeWidth: style.fontSize / 5, color: '#dddddd' },
          encoding: { y, x: { field: 'from', type: 'quantitative' }, x2: { field: 'end' } },
        },
        {
          mark: { type: 'rule', color: categoryColours.arithmetic, strokeDash: [4, 3] },
          encoding: { x: { datum: result.floorPj * unit.factor } },
        },
        {
          transform: [
            { fold: fields, as: ['field', 'pj'] },
            { filter: 'datum.pj > 0' },
            { calculate: `${partOf} ''`, as: 'part' },
            { calculate: `datum.pj * ${unit.factor}`, as: 'energy' },
          ],
          mark: { type: 'point', filled: true, opacity: 1 },
          encoding: {
            y,
            x: {
              field: 'energy',
              type: 'quantitative',
              scale: log.scale,
              title: `Energy (${unit.unit}, logarithmic)`,
              axis: { ...log.axis, grid: true },
            },
            color: {
              field: 'part',
              type: 'nominal',
              scale: colourScale(series),
              legend: { ...topLegend(parts, width, style), symbolOpacity: 1 },
            },
            shape: {
              field: 'part',
              type: 'nominal',
              scale: { domain: parts, range: ['circle', 'square', 'diamond', 'triangle-up'] },
            },
          },
        },
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize * 0.8 },
          encoding: { y, x: { field: 'end', type: 'quantitative' }, text: { field: 'gain', type: 'nominal' } },
        },
      ],
    });
  },
};
