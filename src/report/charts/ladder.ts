import type { LadderResult } from '../../run/ladder-result.ts';
import { uniqueNames } from '../layer-labels.ts';
import { numberText } from '../number-text.ts';
import { textWidth } from '../text-width.ts';
import { axisUnit } from './axis-unit.ts';
import type { ChartOf } from './chart.ts';
import { frame } from './frame.ts';
import { type LogScale, logScale } from './log-scale.ts';
import { nameAxis, plotWidth, rowStep } from './name-axis.ts';
import { categoryColours, seriesColours } from './palette.ts';
import type { ChartStyle } from './style.ts';
import { faintInk } from './vega-config.ts';

const title = 'The ladder from dense DRAM to EIE';

function factorText(factor: number | null, published: number | null): string {
  const paper = published === null ? '' : ` (paper ${published}×)`;
  if (factor === null) return '';
  return `${numberText(factor)}×${paper}`;
}

/** Each rung with the rung before it, the factor between them, and what the paper says. */
function rowsOf({ rungs }: LadderResult) {
  const names = uniqueNames(rungs.map((rung) => rung.name));
  return rungs.map((rung, k) => {
    const before = rungs[k - 1]?.stream.energyPj.total ?? null;
    const energyPj = rung.stream.energyPj.total;
    return {
      rung: names[k],
      beforePj: before,
      energyPj,
      arithmeticPj: rung.stream.energyPj.arithmetic,
      factor: before === null || energyPj === 0 ? null : before / energyPj,
      publishedFactor: rung.claim?.factor ?? null,
    };
  });
}

type Rung = ReturnType<typeof rowsOf>[number];

/** Where the text of a rung stands: left of its bar where there is room (the bars go down to the left), else right of it. */
function placedLabels(
  rows: readonly Rung[],
  texts: readonly string[],
  log: LogScale,
  factor: number,
  width: number,
  style: ChartStyle,
) {
  const share = (value: number) => Math.log(value / log.domain[0]) / Math.log(log.domain[1] / log.domain[0]);
  return rows.map((row, k) => {
    const [low, high] = [row.energyPj, row.beforePj ?? row.energyPj].toSorted((a, b) => a - b);
    const needed = textWidth(texts[k], style.fontSize) + 2 * style.fontSize;
    const [left, right] = [share(low * factor) * width, (1 - share(high * factor)) * width];
    const isLeft = left >= needed || left > right;
    return {
      rung: row.rung,
      text: texts[k],
      side: isLeft ? 'left' : 'right',
      place: (isLeft ? low : high) * factor,
    };
  });
}

const x = (name: string) => ({ field: name, type: 'quantitative' });

/** A waterfall on a log axis: the bar of a rung spans from the energy before to the energy after, so its length is the factor. */
export const ladder: ChartOf<'ladder'> = {
  name: 'ladder',
  title,
  subject: 'ladder',
  obstacle: ({ rungs }) =>
    rungs.length > 0 && rungs.every((rung) => rung.stream.energyPj.total > 0) ? undefined : 'a rung has no energy',
  draw: (record, style) => {
    const rows = rowsOf(record);
    const names = rows.map((row) => row.rung);
    const energies = rows.map((row) => row.energyPj);
    const unit = axisUnit(energies, 'J', -12);
    const energyText = (energyPj: number) => `${numberText(energyPj * unit.factor)} ${unit.unit}`;
    const texts = rows.map((row, k) =>
      k === 0 ? energyText(row.energyPj) : factorText(row.factor, row.publishedFactor),
    );
    const floor = rows[rows.length - 1].arithmeticPj * unit.factor;
    const log = logScale([...energies.map((energy) => energy * unit.factor), floor], 0.05);
    const labels = placedLabels(rows, texts, log, unit.factor, plotWidth(names, style), style);
    const y = nameAxis('rung', names, style);
    const rung = {
      ...x('after'),
      scale: log.scale,
      axis: log.axis,
      title: `Energy per inference (${unit.unit}, logarithmic)`,
    };
    return frame(style, title, rows, {
      height: rowStep(style) * 1.25 * names.length,
      transform: [
        { calculate: `datum.energyPj * ${unit.factor}`, as: 'after' },
        { calculate: `datum.beforePj === null ? datum.after : datum.beforePj * ${unit.factor}`, as: 'before' },
      ],
      layer: [
        ...(floor > 0
          ? [
              {
                mark: {
                  type: 'rule',
                  strokeDash: [style.fontSize / 3, style.fontSize / 4],
                  color: categoryColours.arithmetic,
                },
                data: { values: [{}] },
                encoding: { x: { datum: floor, type: 'quantitative' } },
              },
              {
                mark: {
                  type: 'text',
                  align: 'left',
                  baseline: 'bottom',
                  color: categoryColours.arithmetic,
                  dx: style.fontSize / 4,
                  text: 'arithmetic alone',
                },
                data: { values: [{}] },
                encoding: { x: { datum: floor, type: 'quantitative' }, y: { value: -style.fontSize / 4 } },
              },
            ]
          : []),
        { mark: { type: 'bar', color: seriesColours[4] }, encoding: { y, x: rung, x2: { field: 'before' } } },
        {
          mark: {
            type: 'tick',
            color: seriesColours[0],
            opacity: 1,
            thickness: style.fontSize / 4,
            size: rowStep(style),
          },
          encoding: {
            y,
            x: x('after'),
            tooltip: [
              { field: 'rung', type: 'nominal' },
              { field: 'energyPj', type: 'quantitative', title: 'energy (pJ)', format: ',.0f' },
              { field: 'factor', type: 'quantitative', title: 'times less than before', format: '.3~g' },
              { field: 'publishedFactor', type: 'quantitative', title: 'in the paper', format: '.3~g' },
            ],
          },
        },
        ...(['left', 'right'] as const).map((side) => ({
          data: { values: labels.filter((label) => label.side === side) },
          mark: {
            type: 'text',
            align: side === 'left' ? 'right' : 'left',
            baseline: 'middle',
            dx: style.fontSize * (side === 'left' ? -0.5 : 0.5),
            color: faintInk,
          },
          encoding: { y, x: x('place'), text: { field: 'text', type: 'nominal' } },
        })),
      ],
    });
  },
};
