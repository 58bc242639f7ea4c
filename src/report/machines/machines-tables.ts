import type { ComparedMachine, MachineRun, MachinesResult, MeasuredRun } from '../../run/machines/machines-result.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import { numberText, percentText } from '../text/number-text.ts';
import { machineLabel, marksNote, measuredLabel, whatRan } from './machine-label.ts';

interface RunRow {
  readonly machine: ComparedMachine;
  readonly run: MachineRun;
  readonly first: MachineRun;
}

const microjoules = (head: string, value: (run: MachineRun) => number, meaning: string): ColumnOf<RunRow> =>
  numberColumn(head, 'uJ', ({ run }) => value(run), { factor: 1e-6, meaning });

function runColumns(hasDram: boolean): readonly ColumnOf<RunRow>[] {
  return [
    wordColumn('machine', ({ machine }) => machineLabel(machine)),
    numberColumn('time', 'us', ({ run }) => run.timeUs, { meaning: 'the mean of the batch' }),
    numberColumn('time\nover first', 'x', ({ run, first }) => (first.timeUs === 0 ? null : run.timeUs / first.timeUs), {
      meaning: 'time over that of the first machine',
      unitInCells: true,
    }),
    numberColumn('useful\nwork', '%', ({ run }) => run.usefulWork, {
      factor: 100,
      meaning: 'products of a weight and an input that are both not zero, for each cycle and multiplier',
    }),
    microjoules('arith.', ({ energyPj }) => energyPj.arithmetic, 'multiplying and adding'),
    microjoules('SRAM', ({ energyPj }) => energyPj.sram, 'memories on the chip'),
    ...(hasDram ? [microjoules('DRAM', ({ energyPj }) => energyPj.dram, 'memory outside the chip')] : []),
    microjoules(
      'rest',
      ({ energyPj }) => energyPj.registers + energyPj.control + energyPj.leakage,
      'registers, control and leakage',
    ),
    microjoules('energy', ({ energyPj }) => energyPj.total, 'all of it'),
    numberColumn(
      'energy\nover first',
      'x',
      ({ run, first }) => (first.energyPj.total === 0 ? null : run.energyPj.total / first.energyPj.total),
      { meaning: 'energy over that of the first machine', unitInCells: true },
    ),
    numberColumn('mem./\u200barith.', '', ({ run }) => run.memoryToArithmeticRatio, {
      meaning: 'energy of SRAM and DRAM over that of arithmetic',
    }),
  ];
}

function runTable(record: MachinesResult, batch: number): ReportTable {
  const rows = record.machines.flatMap((machine): RunRow[] => {
    const run = machine.runs.find((one) => one.batch === batch);
    const first = record.machines[0].runs.find((one) => one.batch === batch);
    return run === undefined || first === undefined ? [] : [{ machine, run, first }];
  });
  const note = marksNote(record.machines);
  return tableOf(
    `machines-batch-${batch}`,
    `Time and energy of ${whatRan(record)} of ${record.network.name}, ${batch === 1 ? 'one at a time' : `${batch} together`}`,
    runColumns(rows.some(({ run }) => run.energyPj.dram > 0)),
    rows,
    note === undefined ? {} : { note },
  );
}

/** What each machine stores and moves, and how large it is. */
function storageTable(record: MachinesResult): ReportTable {
  const { machines, batches } = record;
  const kib = (value: number) => numberText(value / 1024);
  const bytes = (head: string, of: (run: MachineRun) => number, meaning: string) =>
    batches.map((batch, k) =>
      numberColumn<ComparedMachine>(
        batches.length === 1 ? head : `${head}\nbatch ${batch}`,
        'KiB',
        ({ runs }) => of(runs[k]),
        { write: kib, meaning },
      ),
    );
  const note = marksNote(machines);
  return tableOf<ComparedMachine>(
    'machines-storage',
    'What each machine stores and moves, and its area',
    [
      wordColumn('machine', machineLabel),
      numberColumn('multi\u00adpliers', '', ({ multipliers }) => multipliers, { write: String }),
      numberColumn('on\nchip', 'KiB', ({ onChipBytes }) => onChipBytes, {
        write: kib,
        meaning: 'capacity of all its memories of SRAM: each machine keeps its own',
      }),
      numberColumn('bits a\nweight', 'bit', ({ storedBitsPerWeight }) => storedBitsPerWeight, {
        meaning: 'bits stored for each weight that is not zero: values, indices, padding, pointers, codebook',
      }),
      numberColumn('left\nout', '%', ({ droppedWeights }) => droppedWeights, {
        factor: 100,
        write: (share) => percentText(share / 100),
        meaning:
          'share of the non-zero weights that its pattern has no room for: outputs are those of a network pruned anew',
      }),
      ...bytes('DRAM', ({ dramBytes }) => dramBytes, 'bytes from and to DRAM, the mean of the batch'),
      ...bytes(
        'SRAM',
        ({ sramBytes }) => sramBytes,
        'bytes that memories on the chip read and write, the mean of the batch',
      ),
      numberColumn('area', 'mm2', ({ areaMm2 }) => areaMm2, { meaning: 'sum of its memories, registers and logic' }),
    ],
    machines,
    note === undefined ? {} : { note },
  );
}

/** What was measured on real cards, beside the machines: the ways whose energy is known; the record and its CSV have all of them. */
function measuredTable(all: readonly MeasuredRun[]): ReportTable {
  const known = all.filter(({ grossPj }) => grossPj !== null);
  const shown = known.length === 0 ? all : known;
  const others = all.length - shown.length;
  const microjoule = (head: string, value: (row: MeasuredRun) => number | null, meaning: string) =>
    numberColumn<MeasuredRun>(head, 'uJ', value, { factor: 1e-6, meaning });
  const note =
    'measured, not modelled: another node, thousands of multipliers, and joules of the whole card (net: less the power of the idle card)';
  return tableOf<MeasuredRun>(
    'machines-measured',
    'The same layers measured on real cards',
    [
      wordColumn('measured', measuredLabel),
      wordColumn('zeros', ({ sparse }) => (sparse ? 'left out' : 'multiplied')),
      numberColumn('batch', '', ({ batch }) => batch, { write: String }),
      numberColumn('time', 'us', ({ timeUs }) => timeUs, { meaning: 'sum over the layers, of one input' }),
      microjoule('gross', ({ grossPj }) => grossPj, 'energy of the whole card, of one input'),
      microjoule('net', ({ netPj }) => netPj, 'the same less the power of the idle card'),
    ],
    shown,
    { note: others === 0 ? note : `${note}; ${others} more ways, of which only the time is known, are in the record` },
  );
}

/** A table for each batch, then what is stored and moved, and what was measured. */
export function machinesTables(record: MachinesResult): ReportTable[] {
  return [
    ...record.batches.map((batch) => runTable(record, batch)),
    storageTable(record),
    ...(record.measured.length > 0 ? [measuredTable(record.measured)] : []),
  ];
}
