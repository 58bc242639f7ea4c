import { nearestName } from '../../base/nearest-name.ts';
import { type Fault, UserError } from '../../base/user-error.ts';
import { headText, type ReportTable, type TableColumn } from './report-table.ts';

/** A head as it may be typed: case, spaces, dots and dashes do not matter. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}/%]+/gu, '');
}

function isNamed(column: TableColumn, name: string): boolean {
  return plain(headText(column.head)) === plain(name) || column.path === name;
}

function pick(table: ReportTable, kept: readonly number[]): ReportTable {
  const cells = <T>(all: readonly T[]) => kept.map((k) => all[k]);
  return {
    ...table,
    columns: cells(table.columns),
    rows: table.rows.map(cells),
    ...(table.foot && { foot: cells(table.foot) }),
  };
}

/**
 * The tables with the chosen columns alone, in the order in which they were named, behind those that name the rows. A table that has none
 * of them is left out.
 * @throws UserError for each name that is a column of no table, with the nearest and all there are
 */
export function chooseColumns(tables: readonly ReportTable[], names: readonly string[] | undefined): ReportTable[] {
  if (names === undefined) return [...tables];
  const all = tables.flatMap(({ columns, keys = 1 }) => columns.slice(keys));
  const known = [...new Set(all.map(({ head }) => headText(head)))];
  const faults = names
    .filter((name) => !all.some((column) => isNamed(column, name)))
    .map((name): Fault => {
      const near = nearestName(name, known);
      const hint = near === undefined ? '' : `; did you mean "${near}"?`;
      return { place: {}, message: `no column "${name}" (columns: ${known.join(', ')}${hint})`, code: 'UNKNOWN_NAME' };
    });
  if (faults.length > 0) throw new UserError(faults);
  return tables.flatMap((table) => {
    const { columns, keys = 1 } = table;
    const chosen = names.flatMap((name) =>
      columns.flatMap((column, k) => (k >= keys && isNamed(column, name) ? [k] : [])),
    );
    return chosen.length === 0 ? [] : [pick(table, [...columns.slice(0, keys).keys(), ...new Set(chosen)])];
  });
}
