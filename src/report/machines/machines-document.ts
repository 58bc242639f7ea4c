import type { MachinesResult } from '../../run/machines/machines-result.ts';
import type { ReportDocument } from '../documents/document.ts';
import { type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import { numberText } from '../text/number-text.ts';
import { siPrefix } from '../text/si-prefix.ts';
import { winsOf } from './crossover.ts';
import { machineLabel, marksNote } from './machine-label.ts';
import { machinesTables } from './machines-tables.ts';

const ABOUT =
  'The same layers on machines that share node, clock, number formats, DRAM, energy table and, where asked for, the number of multipliers. Each is simulated by its own rules, and each action is charged from the same table. A machine whose weights follow a pattern prunes what does not obey it: its counts are those of a network pruned to it. Each stores weights as its paper does: as codes of a codebook where it has one, else by value. A machine that the batch does not change takes its inputs one by one.';

/** What all machines share, in one line. */
export function footingText({ same }: MachinesResult): string {
  const clock = siPrefix(same.clockHz, 'Hz', 0);
  const { weight, activation, accumulator } = same.arithmetic;
  const formats =
    weight === activation && weight === accumulator
      ? weight
      : `weights ${weight}, activations ${activation}, sums ${accumulator}`;
  return [
    ...(same.multipliers === null ? [] : [`${same.multipliers} multipliers each`]),
    `${same.technologyNm} nm`,
    `${numberText(same.clockHz * clock.factor)} ${clock.unit}`,
    formats,
    `prices of ${same.energyTable}`,
    `weights that do not fit come from ${same.dramPart}`,
  ].join(', ');
}

function configs({ machines }: MachinesResult): ReportTable {
  type Machine = MachinesResult['machines'][number];
  const columns = [
    wordColumn<Machine>('machine', machineLabel),
    wordColumn<Machine>('config', ({ file }) => file),
    wordColumn<Machine>('kind', ({ machine }) => machine),
    wordColumn<Machine>('validation', ({ validation }) => validation ?? '-'),
  ];
  return tableOf('machines', 'The machines', columns, machines);
}

function batchName(batch: number): string {
  return batch === 1 ? 'One at a time' : `${batch} together`;
}

/** Which machine takes the least, of those whose times are no bounds. */
function leastText(machines: MachinesResult['machines'], run: number): string {
  const least = (value: (machine: (typeof machines)[number]) => number) =>
    machines.reduce((best, machine) => (value(machine) < value(best) ? machine : best));
  const [energy, time] = [least(({ runs }) => runs[run].energyPj.total), least(({ runs }) => runs[run].timeUs)];
  const energyText = `${machineLabel(energy)} takes the least energy (${numberText(energy.runs[run].energyPj.total * 1e-6)} µJ)`;
  const timeText = `the least time (${numberText(time.runs[run].timeUs)} µs)`;
  return energy === time ? `${energyText} and ${timeText}` : `${energyText}, ${machineLabel(time)} ${timeText}`;
}

/** Machines side by side. */
export function machinesDocument(record: MachinesResult): ReportDocument {
  const { machines, network, batches, crossover } = record;
  const competing = machines.filter(({ bound }) => bound === undefined);
  const note = marksNote(machines);
  const wins = [
    ['energy', winsOf(record, 'energyPj')],
    ['time', winsOf(record, 'timeUs')],
  ].flatMap(([of, found]) => (found === undefined ? [] : [`least ${of}: ${found}`]));
  return {
    name: `machines ${network.name}`,
    title: `${machines.length} machines on ${network.name}`,
    origin: footingText(record),
    headline: batches
      .map((batch, k) => `${batchName(batch)}: ${leastText(competing.length === 0 ? machines : competing, k)}`)
      .join('; '),
    figures: machines.map((machine): readonly [string, string] => [
      `${machineLabel(machine)}, ${batchName(batches[0]).toLowerCase()}`,
      `${numberText(machine.runs[0].energyPj.total * 1e-6)} µJ, ${numberText(machine.runs[0].timeUs)} µs`,
    ]),
    about: ABOUT,
    remarks: [
      ...(network.layersAlone === true ? ['No inference: a product of each layer, by itself.'] : []),
      `On a common footing: ${footingText(record)}. The memories on the chip are each machine's own.`,
      ...(crossover === undefined || wins.length === 0
        ? []
        : [
            `A layer of ${crossover.rows} x ${crossover.columns} at ${crossover.cells.length} densities and batches: ${wins.join('; ')}. Other sizes and inputs (--size, --activation-density) may say otherwise.`,
          ]),
      ...(note === undefined ? [] : [`${note}.`]),
    ],
    warnings: record.warnings,
    tables: machinesTables(record),
    background: [configs(record)],
    command: record.command,
    tool: record.tool,
  };
}
