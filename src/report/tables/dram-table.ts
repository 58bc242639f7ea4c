import type { RunResult } from '../../run/result.ts';
import type { DramTraffic } from '../../simulate/dram/dram-traffic.ts';
import { textTable } from '../text/text-table.ts';
import { fitColumns, textColumns } from './fit-columns.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from './report-table.ts';

interface Fetched {
  readonly name: string;
  readonly dram: DramTraffic;
}

/** KiB, as memories are measured. */
function kibibytes(head: string, bytes: (dram: DramTraffic) => number, meaning?: string): ColumnOf<Fetched> {
  return numberColumn(head, 'KiB', ({ dram }) => bytes(dram), { factor: 1 / 1024, ...(meaning && { meaning }) });
}

/** Columns of layers whose activations no memory of the machine holds. */
const MOVED = [
  kibibytes('acts.\nread', ({ activations }) => activations?.readBytes ?? 0, 'activations from DRAM'),
  kibibytes('acts.\nwritten', ({ activations }) => activations?.writtenBytes ?? 0, 'activations to DRAM'),
];

const columns: readonly ColumnOf<Fetched>[] = [
  wordColumn('DRAM, layer', ({ name }) => name),
  kibibytes('codes', ({ bits }) => bits.codes / 8),
  kibibytes('index', ({ bits }) => bits.indices / 8, 'relative positions of the weights'),
  kibibytes('pad\u00adding', ({ bits }) => bits.padding / 8, 'zeros stored because a gap does not fit the index'),
  kibibytes('point\u00aders', ({ bits }) => bits.pointers / 8, 'where each column begins'),
  kibibytes('bias', ({ bits }) => bits.bias / 8),
  ...MOVED,
  kibibytes('useful', ({ usefulBytes }) => usefulBytes, 'all of these'),
  kibibytes('charged', ({ chargedBytes }) => chargedBytes, 'whole bursts, which is what is paid for'),
  numberColumn('trans\u00adfer', 'us', ({ dram }) => dram.transferUs),
  numberColumn('start\nexposed', 'us', ({ dram }) => dram.startUs, { meaning: 'what no computation hides' }),
  wordColumn('bound', ({ dram }) => dram.bound, 'what takes longer, and so decides the time'),
];

/** What each layer fetched from DRAM, kind by kind, and what it cost in time; undefined where no layer fetched anything. */
export function dramTable(result: RunResult): ReportTable | undefined {
  const fetched = result.layers.flatMap(({ name, dram }) => (dram === undefined ? [] : [{ name, dram }]));
  if (fetched.length === 0) return undefined;
  const isMoved = fetched.some(({ dram }) => dram.activations !== undefined);
  const shown = isMoved ? columns : columns.filter((column) => !MOVED.includes(column));
  return tableOf(
    'dram',
    isMoved ? 'What each layer read from DRAM and wrote to it' : 'What each layer fetched from DRAM',
    shown,
    fetched,
  );
}

/** That table as text. */
export function renderDram(result: RunResult, width = 120): string | undefined {
  const table = dramTable(result);
  return table && fitColumns(textColumns(table), 1, width).map(textTable).join('\n\n');
}
