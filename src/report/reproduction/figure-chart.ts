import type { FigureData, ReproductionResult } from '../../reproduce/record.ts';
import type { ChartOf, ChartSpec } from '../charts/chart.ts';
import { linePanel } from '../lines/line-panel.ts';
import { axisTitle } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { referenceColour, seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import { wrapWords } from '../text/wrap-words.ts';

/** Ours stands out; machines of a paper have colours, what was measured since is grey. */
const OURS = seriesColours[1];
const PUBLISHED = [0, 4, 2, 3, 8, 6, 7, 5].map((k) => seriesColours[k]);
const MEASURED = ['#4d4d4d', '#7a7a7a', '#a0a0a0', '#c4c4c4'];

/** The charts of a recomputed paper: one for each of its figures. */
export function figureCharts({ sections }: ReproductionResult): ChartOf<'reproduction'>[] {
  return sections.flatMap(({ figures }) => figures.map((figure) => chartOf(figure)));
}

function chartOf({ name, title, note }: FigureData): ChartOf<'reproduction'> {
  const find = ({ sections }: ReproductionResult) =>
    sections.flatMap(({ figures }) => figures).find((figure) => figure.name === name);
  return {
    name,
    title,
    note,
    subject: 'reproduction',
    obstacle: (record) => (find(record) === undefined ? 'the paper has no such figure' : undefined),
    draw: (record, style) => {
      const figure = find(record)!;
      return figure.kind === 'bars' ? barChart(figure, style) : lineFigure(figure, style);
    },
  };
}

/** A line a series, named at its end. */
function lineFigure({ title, x, y, series, points: rows }: FigureData, style: ChartStyle): ChartSpec {
  const panel = linePanel(
    {
      rows,
      x: { field: 'x', title: x.title },
      y: { field: 'y', title: y.title, factor: 1, fromZero: true },
      series: 'series',
      references: series.filter(({ of }) => of === 'reference').map(({ name }) => name),
      height: style.fontSize * 17,
      ...(y.logarithmic === true && { yLog: 'doublings' as const }),
    },
    style,
  );
  return frame(style, title, rows, panel);
}

function coloursOf(series: FigureData['series']): (readonly [string, string])[] {
  const counts = { published: 0, measured: 0 };
  return series.map(({ name, of }) => {
    if (of === 'ours') return [name, OURS];
    if (of === 'reference') return [name, referenceColour];
    const list = of === 'measured' ? MEASURED : PUBLISHED;
    return [name, list[counts[of]++ % list.length]];
  });
}

/** Groups of bars side by side. */
function barChart({ title, y, series, points }: FigureData, style: ChartStyle): ChartSpec {
  const rows = points.map(({ series: name, x, y: value }) => ({ series: name, group: x, value }));
  const groups = [...new Set(points.map(({ x }) => String(x)))];
  const names = series.map(({ name }) => name);
  const legend = names.length > 1 ? names : [];
  const log = logScale(points.flatMap(({ y: value }) => value ?? []));
  const isLog = y.logarithmic === true;
  const letters = Math.max(4, Math.floor((style.width / groups.length / style.fontSize) * 1.7));
  const labels = groups.map(
    (group) => `${JSON.stringify(group)}:${JSON.stringify(wrapWords(group, letters).split('\n'))}`,
  );
  return frame(style, { title, legend }, rows, {
    height: style.fontSize * 19,
    mark: { type: 'bar' },
    encoding: {
      x: {
        field: 'group',
        type: 'nominal',
        sort: null,
        title: null,
        axis: { labelAngle: 0, ticks: false, labelExpr: `({${labels.join(',')}})[datum.value] || datum.value` },
        scale: { type: 'band', paddingInner: names.length > 1 ? 0.18 : 0.4, paddingOuter: 0.1 },
      },
      ...(names.length > 1 && { xOffset: { field: 'series', type: 'nominal', sort: names } }),
      y: {
        field: 'value',
        type: 'quantitative',
        title: axisTitle(y.title, isLog ? log.scale : {}),
        ...(isLog && { scale: log.scale, axis: log.axis }),
      },
      ...(isLog && { y2: { datum: log.domain[0] } }),
      color: {
        field: 'series',
        type: 'nominal',
        scale: colourScale(coloursOf(series)),
        legend: legend.length === 0 ? null : topLegend(names, style.width - 3.5 * style.fontSize, style),
      },
      tooltip: [
        { field: 'group', type: 'nominal' },
        { field: 'series', type: 'nominal' },
        { field: 'value', type: 'quantitative', format: ',.4~g' },
      ],
    },
  });
}
