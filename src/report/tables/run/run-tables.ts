import type { RunResult } from '../../../run/result.ts';
import { type ReportTable, tableOf } from '../report-table.ts';
import { runColumns, runRows } from './run-columns.ts';

/** A run as two tables, each narrow enough for a page: the work and its time, and where the energy goes. */
export function runTables(result: RunResult): [ReportTable, ReportTable] {
  const rows = runRows(result);
  const columns = runColumns(rows);
  const table = (block: 'time' | 'energy', caption: string) => {
    const foot = columns[block].map(({ cell }) => cell(rows[rows.length - 1]));
    return tableOf(block, caption, columns[block], rows.slice(0, -1), { foot });
  };
  return [table('time', 'Work and time of each layer'), table('energy', 'Energy of each layer')];
}
