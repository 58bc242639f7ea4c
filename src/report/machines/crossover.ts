import type { CrossoverCell, MachinesResult } from '../../run/machines/machines-result.ts';
import type { ChartOf } from '../charts/chart.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { seriesColours } from '../picture/palette.ts';
import { percentText } from '../text/number-text.ts';
import { machineLabel } from './machine-label.ts';

type Of = 'energyPj' | 'timeUs';

const TITLES: Readonly<Record<Of, string>> = {
  energyPj: 'Which machine takes the least energy',
  timeUs: 'Which machine takes the least time',
};

/** Dark colours carry white numbers. */
const DARK: readonly string[] = ['#0072b2', '#d55e00', '#009e73', '#000000', '#8c6d1f', '#5b2a6e'];

function rowsOf({ machines, crossover }: MachinesResult, of: Of) {
  return (crossover?.cells ?? []).map((cell: CrossoverCell) => {
    const values = cell[of];
    // a lower bound wins nothing, nor does a machine that does not hold the weights
    const competing = values.map((value, k) =>
      value === null || machines[k].bound !== undefined ? Number.POSITIVE_INFINITY : value,
    );
    const best = competing.indexOf(Math.min(...competing));
    const second = Math.min(...competing.filter((_, k) => k !== best));
    return {
      weightDensity: cell.weightDensity,
      density: `${percentText(cell.weightDensity)} %`,
      batch: cell.batch,
      winner: machineLabel(machines[best]),
      [of]: competing[best],
      margin: competing[best] === 0 || !Number.isFinite(second) ? null : second / competing[best],
      ...Object.fromEntries(machines.map((machine, k) => [`${of} of ${machineLabel(machine)}`, values[k]])),
    };
  });
}

/** Of more machines than colours two that win could look alike: then the colours go to those that win. */
function apart(won: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const isApart = new Set(won.map(([, colour]) => colour)).size === won.length;
  return isApart ? won : won.map(([label], k) => [label, seriesColours[k % seriesColours.length]]);
}

/** Density against batch, each cell in the colour of the machine that takes the least; the number says how many times as much the next best takes. */
function crossoverOf(name: string, of: Of): ChartOf<'machines'> {
  return {
    name,
    title: TITLES[of],
    subject: 'machines',
    obstacle: ({ machines, crossover }) => {
      if (crossover === undefined) return 'no crossover was made';
      const competing = machines.filter(({ bound }) => bound === undefined);
      return competing.length < 2 ? 'fewer than two machines have times that are no bounds' : undefined;
    },
    draw: (record, style) => {
      const rows = rowsOf(record, of);
      const { crossover, machines } = record;
      const colours = machines.map((machine, k): readonly [string, string] => [
        machineLabel(machine),
        seriesColours[k % seriesColours.length],
      ]);
      const won = apart(colours.filter(([label]) => rows.some(({ winner }) => winner === label)));
      const never = colours.filter(
        ([label], k) => machines[k].bound === undefined && rows.every(({ winner }) => winner !== label),
      );
      const labels = won.map(([label]) => label);
      const densities = [...new Set(rows.map(({ density }) => density))].toReversed();
      const position = {
        x: { field: 'batch', type: 'ordinal', title: 'Inferences that run together (batch)', axis: { labelAngle: 0 } },
        y: { field: 'density', type: 'ordinal', sort: densities, title: 'Weight density' },
      };
      const size = `Layer of ${crossover!.rows} × ${crossover!.columns}, ${percentText(crossover!.activationDensity)} % of the inputs not zero; each number: how many times as much the next best takes`;
      // a mark stays on the line of its machine
      const unbroken = never.map(([label]) => label.replace(/ (?=[*+]+$)/, '\u00a0'));
      const others = never.length === 0 ? undefined : `nowhere the least: ${unbroken.join('; ')}`;
      const leftOut = [size, others].filter((part) => part !== undefined).join('; ');
      const light = won.filter(([, colour]) => !DARK.includes(colour)).map(([label]) => label);
      return frame(style, { title: TITLES[of], leftOut, legend: labels }, rows, {
        height: densities.length * style.fontSize * 2,
        transform: [
          {
            calculate: `datum.margin === null ? '' : format(datum.margin, datum.margin < 10 ? '.2f' : '.0f') + '×'`,
            as: 'text',
          },
        ],
        layer: [
          {
            mark: { type: 'rect', stroke: '#ffffff', strokeWidth: style.fontSize / 8 },
            encoding: {
              ...position,
              color: {
                field: 'winner',
                type: 'nominal',
                scale: colourScale(won),
                legend: topLegend(labels, style.width - style.fontSize * 5, style),
              },
              tooltip: [
                { field: 'density', title: 'weight density' },
                { field: 'batch', title: 'batch' },
                { field: 'winner', title: 'the least' },
                { field: of, type: 'quantitative', format: '.4~g' },
                { field: 'margin', title: 'times as much takes the next best', type: 'quantitative', format: '.3~g' },
              ],
            },
          },
          {
            mark: { type: 'text', baseline: 'middle' },
            encoding: {
              ...position,
              text: { field: 'text', type: 'nominal' },
              color: {
                condition: { test: { field: 'winner', oneOf: light }, value: '#000000' },
                value: '#ffffff',
              },
            },
          },
        ],
      });
    },
  };
}

export const crossover = crossoverOf('crossover', 'energyPj');
export const crossoverTime = crossoverOf('crossover-time', 'timeUs');

/** For a headline: how often each machine wins. */
export function winsOf(record: MachinesResult, of: Of): string | undefined {
  const rows = rowsOf(record, of);
  if (rows.length === 0) return undefined;
  const counts = record.machines.map((machine) => {
    const label = machineLabel(machine);
    return [label, rows.filter(({ winner }) => winner === label).length] as const;
  });
  return counts
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([label, count]) => (count === rows.length ? `${label} everywhere` : `${label} ${count}`))
    .join(', ');
}
