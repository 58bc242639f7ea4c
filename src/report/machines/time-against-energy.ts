import type { MachinesResult } from '../../run/machines/machines-result.ts';
import type { ChartOf } from '../charts/chart.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { referenceColour, seriesColours } from '../picture/palette.ts';
import { machineLabel, shortMeasuredLabel } from './machine-label.ts';

const title = 'Time against energy of an inference';

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

/** What was measured is grey, each card and kernel in its own. */
const GREYS = [referenceColour, '#4d4d4d', '#cfcfcf'] as const;

const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross'] as const;

/** Each machine by time and energy of one inference, both logarithmic; further left and down is better. What was measured on a real card is grey. */
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
    const names = [...new Set(rows.map(({ machine }) => machine))];
    const real = new Set(rows.filter(({ measured }) => measured).map(({ machine }) => machine));
    const cards = [...real];
    const colours = names.map((name, k): readonly [string, string] => [
      name,
      real.has(name) ? GREYS[cards.indexOf(name) % GREYS.length] : seriesColours[k % seriesColours.length],
    ]);
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
    const tooltip = [
      { field: 'machine' },
      { field: 'batch' },
      { field: 'timeUs', title: 'time (µs)', type: 'quantitative', format: '.4~g' },
      { field: 'energy', title: `energy (${unit.unit})`, type: 'quantitative', format: '.4~g' },
    ];
    return frame(style, { title, legend: names }, rows, {
      height: Math.min(style.fontSize * 22, style.height - style.fontSize * 14 - legend.length * style.fontSize),
      transform: [{ calculate: `datum.energyPj * ${unit.factor}`, as: 'energy' }],
      mark: { type: 'point', filled: true, opacity: 0.8, size: style.fontSize * style.fontSize * 0.7 },
      encoding: {
        x: {
          field: 'timeUs',
          type: 'quantitative',
          scale: x.scale,
          axis: x.axis,
          title: 'Time of an inference (µs, logarithmic)',
        },
        y: {
          field: 'energy',
          type: 'quantitative',
          scale: y.scale,
          axis: y.axis,
          title: `Energy of an inference (${unit.unit}, logarithmic)`,
        },
        color: {
          field: 'machine',
          type: 'nominal',
          scale: colourScale(colours),
          legend: topLegend(names, style.width - style.fontSize * 5, style),
        },
        shape: {
          field: 'batch',
          type: 'nominal',
          scale: { domain: batches, range: batches.map((_, k) => SHAPES[k % SHAPES.length]) },
          legend:
            batches.length === 1
              ? null
              : { orient: 'bottom-right', title: null, fillColor: '#ffffff', padding: style.fontSize / 3 },
        },
        tooltip,
      },
    });
  },
};
