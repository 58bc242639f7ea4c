import type { MachinesResult } from '../../run/machines/machines-result.ts';
import type { ChartOf } from '../charts/chart.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { quoted } from '../picture/field.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { referenceColour, seriesColours } from '../picture/palette.ts';
import { machineLabel, shortMeasuredLabel, whatRan } from './machine-label.ts';

const title = 'Time against energy';

/** The way of each platform and batch that took the least energy: a page has no room for all. */
function leastMeasured({ measured }: MachinesResult) {
  const best = new Map<string, (typeof measured)[number]>();
  for (const row of measured) {
    if (row.grossPj === null) continue;
    const key = `${row.platform} ${row.batch}`;
    const known = best.get(key);
    if (known?.grossPj == null || row.grossPj < known.grossPj) best.set(key, row);
  }
  return [...best.values()];
}

function rowsOf(record: MachinesResult) {
  const modelled = record.machines.flatMap((machine) =>
    machine.runs.map(({ batch, timeUs, energyPj }) => ({
      machine: machineLabel(machine),
      batch: `batch ${batch}`,
      timeUs,
      energyPj: energyPj.total,
      measured: false,
    })),
  );
  const measured = leastMeasured(record).map((row) => ({
    machine: shortMeasuredLabel(row),
    batch: `batch ${row.batch}`,
    timeUs: row.timeUs,
    energyPj: row.grossPj!,
    measured: true,
  }));
  return [...modelled, ...measured];
}

const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross'] as const;

/** Each machine by time and energy, both logarithmic; further left and down is better. What was measured on a real card is grey, with its name beside it. */
export const timeAgainstEnergy: ChartOf<'machines'> = {
  name: 'time-against-energy',
  title,
  subject: 'machines',
  obstacle: ({ machines }) => (machines.length === 0 ? 'there are no machines' : undefined),
  draw: (record, style) => {
    const rows = rowsOf(record);
    const unit = axisUnit(
      rows.map(({ energyPj }) => energyPj),
      'J',
      -12,
    );
    const names = [...new Set(rows.flatMap(({ machine, measured }) => (measured ? [] : [machine])))];
    const batches = [...new Set(rows.map(({ batch }) => batch))];
    const x = logScale(
      rows.map(({ timeUs }) => timeUs),
      0.02,
    );
    const y = logScale(
      rows.map(({ energyPj }) => energyPj * unit.factor),
      0.02,
    );
    const legend = [...names, ...batches];
    const middle = Math.sqrt(x.domain[0] * x.domain[1]);
    const position = {
      x: {
        field: 'timeUs',
        type: 'quantitative',
        scale: x.scale,
        axis: x.axis,
        title: `Time of ${whatRan(record)} (µs, logarithmic)`,
      },
      y: {
        field: 'energy',
        type: 'quantitative',
        scale: y.scale,
        axis: y.axis,
        title: `Energy of ${whatRan(record)} (${unit.unit}, logarithmic)`,
      },
    };
    const legendOfNames = {
      ...topLegend(names, style.width - style.fontSize * 5, style),
      symbolOpacity: 1,
      // as small as its row: a wide outline takes room
      symbolSize: style.fontSize * style.fontSize * 0.5,
      symbolStrokeWidth: style.fontSize / 8,
    };
    const byMachine = (colours: readonly string[]) => ({
      field: 'machine',
      type: 'nominal',
      scale: colourScale(names.map((machine, k) => [machine, colours[k]])),
      legend: legendOfNames,
    });
    const colours = names.map((_, k) => seriesColours[k % seriesColours.length]);
    const stroke = byMachine(colours);
    // where there are more machines than colours, those of the second round are filled
    const fill =
      names.length > seriesColours.length
        ? { fill: byMachine(colours.map((colour, k) => (k < seriesColours.length ? 'transparent' : colour))) }
        : {};
    const shape = {
      field: 'batch',
      type: 'nominal',
      scale: { domain: batches, range: batches.map((_, k) => SHAPES[k % SHAPES.length]) },
      legend:
        batches.length === 1
          ? null
          : {
              orient: 'bottom-right',
              title: null,
              fillColor: '#ffffff',
              padding: style.fontSize / 3,
              symbolFillColor: 'transparent',
              symbolStrokeColor: LETTERS,
            },
    };
    const tooltip = [
      { field: 'machine' },
      { field: 'batch' },
      { field: 'timeUs', title: 'time (µs)', type: 'quantitative', format: '.4~g' },
      { field: 'energy', title: `energy (${unit.unit})`, type: 'quantitative', format: '.4~g' },
    ];
    // open, so that a machine is seen where another one lies over it
    const open = {
      type: 'point',
      filled: false,
      opacity: 1,
      size: style.fontSize * style.fontSize * 0.8,
      strokeWidth: style.fontSize / 5,
    };
    const modelled = [{ filter: '!datum.measured' }];
    const measured = [{ filter: 'datum.measured' }];
    const name = (side: string, isLeft: boolean) => ({
      transform: [...measured, { filter: `datum.timeUs ${isLeft ? '<=' : '>'} ${middle}` }],
      mark: {
        type: 'text',
        align: side,
        baseline: 'middle',
        dx: (isLeft ? 1 : -1) * style.fontSize * 0.8,
        color: LETTERS,
      },
      encoding: { ...position, text: { field: 'machine', type: 'nominal' } },
    });
    return frame(style, { title, legend: names }, rows, {
      height: Math.min(style.fontSize * 22, style.height - style.fontSize * 14 - legend.length * style.fontSize),
      transform: [
        { calculate: `datum.energyPj * ${unit.factor}`, as: 'energy' },
        { calculate: `indexof([${names.map(quoted).join(',')}], datum.machine)`, as: 'rank' },
      ],
      layer: [
        {
          transform: modelled,
          mark: { type: 'line', strokeWidth: style.fontSize / 12, opacity: 0.6 },
          encoding: { ...position, stroke, order: { field: 'timeUs', type: 'quantitative' } },
        },
        {
          transform: modelled,
          mark: open,
          encoding: { ...position, stroke, ...fill, shape, tooltip, order: FIRST_ON_TOP },
        },
        { transform: measured, mark: { ...open, color: referenceColour }, encoding: { ...position, shape, tooltip } },
        name('left', true),
        name('right', false),
      ],
    });
  },
};

/** The machine that the others are set beside is not hidden. */
const FIRST_ON_TOP = { field: 'rank', type: 'quantitative', sort: 'descending' };

/** Names in grey that can be read. */
const LETTERS = '#555555';
