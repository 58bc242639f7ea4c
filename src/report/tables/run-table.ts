import { styleText } from 'node:util';
import type { RunResult } from '../../run/result.ts';
import { shortenNames } from '../layer-labels.ts';
import { renderDram } from './dram-table.ts';
import { energyShares } from './energy-shares.ts';
import { inferencesText } from './inferences-text.ts';
import { type RunColumn, type RunRow, runColumns, runRows } from './run-columns.ts';
import { runHeading, totalsLine } from './run-heading.ts';
import { type TextColumn, textTable, textTableWidth } from './text-table.ts';
import { wrapWords } from './wrap-words.ts';

/** How wide the text may be (characters), and whether it goes to a terminal that shows colour. */
export interface TableOptions {
  readonly width?: number;
  readonly colour?: boolean;
}

/** Names longer than this are cut in the middle, if the table would not fit otherwise. */
const NAME_WIDTH = 14;

function textColumn(column: RunColumn, rows: readonly RunRow[]): TextColumn {
  const lines = [...column.head.split('|'), ...(column.unit === '' ? [] : [column.unit])];
  const head = [...Array.from({ length: 3 - lines.length }, () => ''), ...lines].join('\n');
  return { head, align: column.align, cells: rows.map(column.text) };
}

function nameColumn(rows: readonly RunRow[], limit: number): TextColumn {
  const cells = shortenNames(
    rows.map((row) => row.label),
    (text) => Array.from(text).length <= limit,
  );
  return { head: '\n\nlayer', align: 'left', cells };
}

function paint(table: string, colour: boolean): string {
  if (!colour) return table;
  const lines = table.split('\n');
  return lines
    .map((line, k) => (k < 3 || k === lines.length - 1 ? styleText('bold', line, { validateStream: false }) : line))
    .join('\n');
}

/** One table where it fits the width, otherwise two: time first, energy below. */
function tables(result: RunResult, width: number): string[] {
  const rows = runRows(result);
  const columns = runColumns(rows);
  const time = columns.time.map((column) => textColumn(column, rows));
  const energy = columns.energy.map((column) => textColumn(column, rows));
  const name = nameColumn(rows, Math.max(NAME_WIDTH, width - textTableWidth([...time, ...energy]) - 1));
  if (textTableWidth([name, ...time, ...energy]) <= width) return [textTable([name, ...time, ...energy])];
  const short = nameColumn(rows, Math.max(8, width - Math.max(textTableWidth(time), textTableWidth(energy)) - 1));
  return [textTable([short, ...time]), textTable([short, ...energy])];
}

/**
 * The table that `picojoule run` prints: per layer the work, the time beside the published one, balance, and where the energy
 * goes; below it the totals and a text chart of the shares. Ends without a line end.
 * @param options.width characters that a line may have (default 120)
 */
export function renderRunTable(result: RunResult, options: TableOptions = {}): string {
  const { width = 120, colour = false } = options;
  const dram = renderDram(result);
  const inferences = inferencesText(result, width);
  return [
    wrapWords(runHeading(result), width),
    ...tables(result, width).map((table) => paint(table, colour)),
    ...(dram === undefined ? [] : [dram]),
    ...(inferences === undefined ? [] : [inferences]),
    `${wrapWords(totalsLine(result), width)}\n\n${energyShares(result.totals, width)}`,
  ].join('\n\n');
}
