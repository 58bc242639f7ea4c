import type { LadderResult } from '../../run/ladder/ladder-result.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { type LogScale, logScale } from '../picture/log-scale.ts';
import { nameAxis, plotWidth, rowStep, wrappedLabels } from '../picture/name-axis.ts';
import { categoryColours, seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import { faintInk } from '../picture/vega-config.ts';
import { ladderSums } from '../records/ladder-sums.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { numberText } from '../text/number-text.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartOf } from './chart.ts';

const title = 'The ladder from dense DRAM to EIE';

/** Each rung with the rung before it and the factor between them; the paper's claims are of other quantities and stand in a table. */
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
    };
  });
}

type Rung = ReturnType<typeof rowsOf>[number];

/** Where the text of a rung stands: left of its bar where there is room (the bars go down to the left), else right of it. */
function placedLabels(
  rows: readonly Rung[],
  texts: readonly (readonly string[])[],
  log: LogScale,
  factor: number,
  width: number,
  style: ChartStyle,
) {
  const share = (value: number) => Math.log(value / log.domain[0]) / Math.log(log.domain[1] / log.domain[0]);
  return rows.flatMap((row, k) => {
    const [low, high] = [row.energyPj, row.beforePj ?? row.energyPj].toSorted((a, b) => a - b);
    const widest = Math.max(0, ...texts[k].map((text) => textWidth(text, style.fontSize)));
    const needed = widest + 1.5 * style.fontSize;
    const [left, right] = [share(low * factor) * width, (1 - share(high * factor)) * width];
    const isLeft = left >= needed || left > right;
    return texts[k].map((text, line) => ({
      rung: row.rung,
      text,
      side: isLeft ? 'left' : 'right',
      place: (isLeft ? low : high) * factor,
      /** From the middle of the row downwards, in font sizes. */
      down: (line - (texts[k].length - 1) / 2) * 1.1,
    }));
  });
}

/** Vega moves all texts of a layer alike: a layer for each side and height. */
function labelLayers(labels: ReturnType<typeof placedLabels>, y: object, style: ChartStyle) {
  const heights = [...new Set(labels.map(({ down }) => down))];
  return heights.flatMap((down) =>
    (['left', 'right'] as const).map((side) => ({
      data: { values: labels.filter((label) => label.side === side && label.down === down) },
      mark: {
        type: 'text',
        align: side === 'left' ? 'right' : 'left',
        baseline: 'middle',
        dx: style.fontSize * (side === 'left' ? -0.5 : 0.5),
        dy: style.fontSize * down,
        color: faintInk,
      },
      encoding: { y, x: x('place'), text: { field: 'text', type: 'nominal' } },
    })),
  );
}

const x = (name: string) => ({ field: name, type: 'quantitative' });

/** A waterfall on a log axis: the bar of a rung spans from the energy before to the energy after, so its length is the factor. */
export const ladder: ChartOf<'ladder'> = {
  name: 'ladder',
  title,
  subject: 'ladder',
  obstacle: ({ rungs }) =>
    rungs.length > 0 && rungs.every((rung) => rung.stream.energyPj.total > 0) ? undefined : 'a rung has no energy',
  leftOut: ladderSums,
  draw: (record, style) => {
    const rows = rowsOf(record);
    const names = rows.map((row) => row.rung);
    const energies = rows.map((row) => row.energyPj);
    const unit = axisUnit(energies, 'J', -12);
    const energyText = (energyPj: number) => `${numberText(energyPj * unit.factor)} ${unit.unit}`;
    const texts = rows.map((row, k) =>
      k === 0 ? [energyText(row.energyPj)] : row.factor === null ? [] : [`${numberText(row.factor)}×`],
    );
    const floor = rows[rows.length - 1].arithmeticPj * unit.factor;
    const log = logScale([...energies.map((energy) => energy * unit.factor), floor], 0.05);
    const nameLabels = wrappedLabels(names, style);
    const labels = placedLabels(rows, texts, log, unit.factor, plotWidth(names, style, nameLabels), style);
    const y = nameAxis('rung', names, style, nameLabels);
    const rung = {
      ...x('after'),
      scale: log.scale,
      axis: log.axis,
      title: `Energy (${unit.unit}, logarithmic)`,
    };
    return frame(style, { title, leftOut: ladderSums(record) }, rows, {
      height: rowStep(style) * 1.6 * names.length,
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
            ],
          },
        },
        ...labelLayers(labels, y, style),
      ],
    });
  },
};
