import type { MachineRow, MeasuredBeside } from '../../run/platforms/machine-rows.ts';
import { axisTitle, axisUnit } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { nameAxis, plotWidth, rowStep, rowsHeight, wrappedLabels } from '../picture/name-axis.ts';
import { seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import { ink } from '../picture/vega-config.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { numberText } from '../text/number-text.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartOf } from './chart.ts';

const title = 'Energy, simulated and measured';
const SERIES = [
  ['simulated', seriesColours[4]],
  ['measured', seriesColours[1]],
  ['net of idle or leakage', ink],
] as const;
const LABELS = SERIES.map(([name]) => name);

/** Rows with an energy; of layers those of all that were measured, for a bar of fewer says less. */
function drawn({ of, rows }: MeasuredBeside): readonly MachineRow[] {
  const most = Math.max(...rows.map(({ layers }) => layers));
  return rows.filter(({ grossPj, layers }) => grossPj !== null && (of === 'token' || layers === most));
}

function labelOf({ provenance, name, weights, batch, caches }: MachineRow): string {
  const what = [weights, `batch ${batch}`, ...(caches === null ? [] : [caches])].join(', ');
  return provenance === 'simulated' ? `${name} (${weights})` : `${name}: ${what}`;
}

/** A bar a machine for its gross energy on a logarithmic axis, a mark for the net one: the simulated machine first. */
export const measuredPlatforms: ChartOf<'run'> = {
  name: 'measured-platforms',
  title,
  subject: 'run',
  obstacle: ({ measured }) =>
    measured === undefined
      ? 'no platform was set beside it (run --platform h100)'
      : drawn(measured).length < 2
        ? 'no platform measured its energy'
        : undefined,
  draw: ({ measured }, style) => platformChart(measured!, style),
};

/** The same of runs that are compared. */
export const measuredPlatformsCompared: ChartOf<'comparison'> = {
  name: 'measured-platforms-compared',
  title,
  subject: 'comparison',
  obstacle: ({ measured }) =>
    measured === undefined ? 'no platform was set beside the runs (compare --platform h100)' : undefined,
  draw: ({ measured }, style) => platformChart(measured!, style),
};

function platformChart(measured: MeasuredBeside, style: ChartStyle) {
  const shown = drawn(measured);
  const names = uniqueNames(shown.map(labelOf));
  const energies = shown.flatMap(({ grossPj, netPj }) => [grossPj!, netPj!]);
  const unit = axisUnit(energies, 'J', -12);
  const rows = shown.map(({ provenance, grossPj, netPj, timeUs, timesSimulated }, k) => ({
    machine: names[k],
    provenance,
    gross: grossPj! * unit.factor,
    net: netPj! * unit.factor,
    timeUs,
    times: timesSimulated === null ? '' : `${numberText(timesSimulated)} times`,
  }));
  const labels = wrappedLabels(names, style);
  const step = rowStep(style) * (labels.some((lines) => lines.length > 1) ? 1.6 : 1);
  const width = plotWidth(names, style, labels);
  const y = nameAxis('machine', names, style, labels);
  const room = (textWidth('10,000 times', style.fontSize) + style.fontSize) / width;
  const log = logScale(
    energies.map((energy) => energy * unit.factor),
    Math.min(0.5, room),
  );
  const what = measured.of === 'layers' ? 'one input' : 'a token, for 10^9 weights';
  const color = {
    field: 'provenance',
    type: 'nominal',
    scale: colourScale(SERIES),
    legend: topLegend(LABELS, width, style),
  };
  const tooltip = [
    { field: 'machine', type: 'nominal' },
    { field: 'provenance', type: 'nominal' },
    { field: 'gross', type: 'quantitative', title: `gross (${unit.unit})`, format: '.4~g' },
    { field: 'net', type: 'quantitative', title: `net (${unit.unit})`, format: '.4~g' },
    { field: 'timeUs', type: 'quantitative', title: 'time (us)', format: '.4~g' },
  ];
  return frame(style, { title, legend: LABELS }, rows, {
    height: rowsHeight(names.length, style, LABELS, step),
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          y,
          x: {
            field: 'gross',
            type: 'quantitative',
            title: axisTitle(`Energy of ${what} (${unit.unit})`, log.scale),
            scale: log.scale,
            axis: log.axis,
          },
          x2: { datum: log.domain[0] },
          color,
          tooltip,
        },
      },
      {
        transform: [{ calculate: "'net of idle or leakage'", as: 'series' }],
        mark: { type: 'tick', opacity: 1, thickness: style.fontSize / 5, size: rowStep(style) * 0.8 },
        encoding: {
          y,
          x: { field: 'net', type: 'quantitative' },
          color: { field: 'series', type: 'nominal', scale: colourScale(SERIES) },
          tooltip,
        },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: style.fontSize / 2 },
        encoding: {
          y,
          x: { field: 'gross', type: 'quantitative' },
          text: { field: 'times', type: 'nominal' },
          color: { value: ink },
        },
      },
    ],
  });
}
