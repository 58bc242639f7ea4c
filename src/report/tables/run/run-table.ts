import { styleText } from 'node:util';
import type { RunResult } from '../../../run/result.ts';
import { textTable, textTableWidth } from '../../text/text-table.ts';
import { wrapWords } from '../../text/wrap-words.ts';
import { renderDram } from '../dram-table.ts';
import { energyShares } from '../energy-shares.ts';
import { fitColumns, narrowed, textColumns } from '../fit-columns.ts';
import { cacheTables, platformLines, platformTable } from '../platform-table.ts';
import { publishedSharesText } from '../published-shares.ts';
import { inferencesText } from './inferences-text.ts';
import { languageTable } from './language-table.ts';
import { languageLines } from './language-text.ts';
import { outputsText } from './outputs-text.ts';
import { energyOf, runHeading, totalsLine } from './run-heading.ts';
import { runTables } from './run-tables.ts';

/** How wide the text may be (characters), and whether it goes to a terminal that shows colour. */
export interface TableOptions {
  readonly width?: number;
  readonly colour?: boolean;
}

/** Names longer than this are cut in the middle, if the table would not fit otherwise. */
const NAME_WIDTH = 14;

function paint(table: string, colour: boolean): string {
  if (!colour) return table;
  const lines = table.split('\n');
  return lines
    .map((line, k) => (k < 3 || k === lines.length - 1 ? styleText('bold', line, { validateStream: false }) : line))
    .join('\n');
}

/** What was measured beside it. */
function measuredText({ measured }: RunResult, width: number): string[] {
  if (measured === undefined) return [];
  const lines = platformLines(measured).map((line) => wrapWords(line, width));
  return [
    ...[platformTable(measured), ...cacheTables(measured)].flatMap((table) =>
      fitColumns(textColumns(table), 2, width).map(textTable),
    ),
    lines.join('\n'),
  ];
}

/** One table where it fits the width, otherwise two: time first, energy below. */
function tables(result: RunResult, width: number): string[] {
  const [[names, ...time], [, ...energy]] = runTables(result).map(textColumns);
  const name = narrowed(names, Math.max(NAME_WIDTH, width - textTableWidth([...time, ...energy]) - 1));
  if (textTableWidth([name, ...time, ...energy]) <= width) return [textTable([name, ...time, ...energy])];
  const short = narrowed(names, Math.max(8, width - Math.max(textTableWidth(time), textTableWidth(energy)) - 1));
  return [textTable([short, ...time]), textTable([short, ...energy])];
}

/**
 * The table that `picojoule run` prints: per layer the work, the time beside the published one, balance, and where the energy
 * goes; below it the totals and a text chart of the shares. Ends without a line end.
 * @param options.width characters that a line may have (default 120)
 */
export function renderRunTable(result: RunResult, options: TableOptions = {}): string {
  const { width = 120, colour = false } = options;
  const dram = renderDram(result, width);
  const tokens = languageTable(result);
  const written = languageLines(result);
  const inferences = inferencesText(result, width);
  const outputs = outputsText(result, width);
  const shares = publishedSharesText(result, width);
  return [
    wrapWords(runHeading(result), width),
    ...(written.length === 0 ? [] : [written.map((line) => wrapWords(line, width)).join('\n')]),
    ...(tokens === undefined ? [] : fitColumns(textColumns(tokens), 1, width).map(textTable)),
    ...tables(result, width).map((table) => paint(table, colour)),
    ...(shares === undefined ? [] : [shares]),
    ...(dram === undefined ? [] : [dram]),
    ...measuredText(result, width),
    ...(inferences === undefined ? [] : [inferences]),
    ...(outputs === undefined ? [] : [outputs]),
    `${wrapWords(totalsLine(result), width)}

${energyShares(result, width, energyOf(result))}`,
  ].join('\n\n');
}
