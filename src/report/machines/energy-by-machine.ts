import type { MachinesResult } from '../../run/machines/machines-result.ts';
import type { ChartOf } from '../charts/chart.ts';
import { axisUnit } from '../picture/axis-unit.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { logScale } from '../picture/log-scale.ts';
import { nameAxis, plotWidth, rowStep, rowsHeight, wrappedLabels } from '../picture/name-axis.ts';
import { categoryColours } from '../picture/palette.ts';
import { machineLabel, whatRan } from './machine-label.ts';

const title = 'Energy on each machine';

const PARTS = [
  ['arithmetic', categoryColours.arithmetic, 'circle'],
  ['memory (SRAM, DRAM)', categoryColours.sram, 'square'],
  ['registers, control, leakage', categoryColours.registers, 'triangle-up'],
  ['all', '#000000', 'stroke'],
] as const;

function rowsOf({ machines, batches }: MachinesResult) {
  return machines.flatMap((machine) =>
    machine.runs.flatMap(({ batch, energyPj }) => {
      const { arithmetic, sram, dram, registers, control, leakage, total } = energyPj;
      const values = [arithmetic, sram + dram, registers + control + leakage, total];
      const label = machineLabel(machine);
      return PARTS.map(([part], k) => ({
        machine: batches.length === 1 ? label : `${label}, batch ${batch}`,
        batch,
        part,
        energyPj: values[k],
      }));
    }),
  );
}

/** What each machine takes for arithmetic, for memory and for the rest, on a logarithmic axis; the tick is all of it. */
export const energyByMachine: ChartOf<'machines'> = {
  name: 'energy-by-machine',
  title,
  subject: 'machines',
  obstacle: ({ machines }) => (machines.length === 0 ? 'there are no machines' : undefined),
  draw: (record, style) => {
    const rows = rowsOf(record);
    const names = [...new Set(rows.map(({ machine }) => machine))];
    const unit = axisUnit(
      rows.map(({ energyPj }) => energyPj),
      'J',
      -12,
    );
    const log = logScale(
      rows.map(({ energyPj }) => energyPj * unit.factor),
      0.02,
    );
    // a mark stays with its name
    const labels = wrappedLabels(
      names.map((name) => name.replace(/ (?=[*+])/, '\u00a0')),
      style,
    );
    const legend = PARTS.map(([part]) => part);
    const step = rowStep(style) * (labels.some((lines) => lines.length > 1) ? 1.6 : 1.1);
    const y = nameAxis('machine', names, style, labels);
    const x = {
      field: 'value',
      type: 'quantitative',
      scale: log.scale,
      axis: log.axis,
      title: `Energy of ${whatRan(record)} (${unit.unit}, logarithmic)`,
    };
    const tooltip = [
      { field: 'machine' },
      { field: 'part' },
      { field: 'value', title: `energy (${unit.unit})`, type: 'quantitative', format: '.4~g' },
    ];
    return frame(style, { title, legend }, rows, {
      height: rowsHeight(names.length, style, legend, step),
      transform: [
        { calculate: `datum.energyPj * ${unit.factor}`, as: 'value' },
        // zero has no place on a logarithmic axis
        { filter: 'datum.value > 0' },
      ],
      layer: [
        {
          mark: { type: 'rule', color: '#cccccc' },
          encoding: {
            y,
            x: { aggregate: 'min', ...x },
            x2: { aggregate: 'max', field: 'value' },
          },
        },
        {
          mark: { type: 'point', filled: true, opacity: 1, size: style.fontSize * style.fontSize * 0.5 },
          encoding: {
            y,
            x,
            color: {
              field: 'part',
              type: 'nominal',
              scale: colourScale(PARTS.map(([part, colour]) => [part, colour])),
              legend: topLegend(legend, plotWidth(names, style, labels), style),
            },
            shape: {
              field: 'part',
              type: 'nominal',
              scale: {
                domain: legend,
                range: ['circle', 'square', 'triangle-up', 'diamond'],
              },
              legend: topLegend(legend, plotWidth(names, style, labels), style),
            },
            tooltip,
          },
        },
      ],
    });
  },
};
