import { inUnit, parseLiteral, type Quantity } from '../../base/quantity.ts';
import { UNITS } from '../../base/units.ts';
import { UserError } from '../../base/user-error.ts';

/** A column of a plug-in's cost table: `width|datawidth` has two names, `energy(pJ)` a unit. */
export interface CostColumn {
  readonly names: readonly string[];
  /** '' where the head gives none. */
  readonly unit: string;
}

/** A cost table of an Accelergy plug-in (CSV): one row for each shape and action. Cells stay text. */
export interface CostTable {
  readonly file: string;
  readonly columns: readonly CostColumn[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

const ENERGY_NAMES = ['energy', 'dynamic energy'];

/**
 * Reads a cost table: lines that start with # and what stands behind the last column are comments; LF or CRLF.
 * @throws UserError for a row with too few cells, or a table without an energy column in pJ (the custom where the head gives no unit).
 */
export function parseCostTable(text: string, file: string): CostTable {
  const lines = text
    .split(/\r?\n/)
    .map((line, k) => ({ line: k + 1, cells: line.split(',').map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.join('') !== '' && !cells[0].startsWith('#'));
  if (lines.length === 0)
    throw UserError.at({ file, line: 1 }, 'expected a head line, the file is empty', 'EMPTY_FILE');
  const [head, ...rows] = lines;
  const columns = head.cells.map(readColumn);
  const energy = columns.find(({ names }) => ENERGY_NAMES.some((name) => names.includes(name)));
  if (energy === undefined || !['', 'pJ'].includes(energy.unit))
    throw UserError.at(
      { file, line: head.line },
      `expected a column energy in pJ, found ${head.cells.join(', ')}`,
      'COST_TABLE',
    );
  const needed = columns.filter(({ names }) => !names.includes('comment')).length;
  const short = rows.find(({ cells }) => cells.length < needed);
  if (short !== undefined)
    throw UserError.at(
      { file, line: short.line },
      `expected ${needed} cells, found ${short.cells.length}`,
      'COST_TABLE',
    );
  return { file, columns, rows };
}

function readColumn(head: string): CostColumn {
  const parts = /^(.*?)(?:\(([^)]*)\))?$/s.exec(head)!;
  return { names: parts[1].split('|').map((name) => name.trim()), unit: (parts[2] ?? '').replace('^', '') };
}

/**
 * Energy (pJ) of the one row that has what is asked for; nothing is interpolated.
 * A quantity with a unit matches only a column or cell that has one: 45 is 45 nm only where the table says so.
 * @throws UserError naming the column that the table lacks, the nearest rows, or the columns that would tell the matching rows apart.
 */
export function costTableEnergy(table: CostTable, where: Readonly<Record<string, string | number>>): number {
  const asked = Object.entries(where).map(([name, value]) => ({
    name,
    value: String(value),
    index: columnOf(table, name),
  }));
  const matching = table.rows.filter(({ cells }) =>
    asked.every(({ index, value }) => cellMatches(table.columns[index], cells[index], value)),
  );
  if (matching.length !== 1) refuse(table, asked, matching.length);
  const index = table.columns.findIndex(({ names }) => ENERGY_NAMES.some((name) => names.includes(name)));
  const [{ cells, line }] = matching;
  const energy = Number(cells[index]);
  if (cells[index] === '' || !(energy >= 0))
    throw UserError.at(
      { file: table.file, line },
      `expected an energy of 0 or more, found "${cells[index]}"`,
      'COST_TABLE',
    );
  return energy;
}

function columnOf({ file, columns }: CostTable, name: string): number {
  const index = columns.findIndex(({ names }) => names.includes(name));
  if (index >= 0) return index;
  const known = columns.map(({ names }) => names.join('|')).join(', ');
  throw UserError.at({ file, path: name }, `no column "${name}" (known: ${known})`, 'UNKNOWN_NAME');
}

function cellMatches(column: CostColumn, cell: string, asked: string): boolean {
  if (column.names.includes('action')) return cell.split('|').some((name) => name === asked || name === '*');
  const [have, want] = [quantityOf(cell, column.unit), quantityOf(asked, '')];
  if (have === undefined || want === undefined) return cell === asked;
  if (UNITS.get(have.unit)?.dimension !== UNITS.get(want.unit)?.dimension) return false;
  return inUnit(have, want.unit) === want.amount;
}

function quantityOf(text: string, unit: string): Quantity | undefined {
  const quantity = parseLiteral(text);
  if (quantity === undefined || !UNITS.has(quantity.unit)) return undefined;
  return quantity.unit === '' && UNITS.has(unit) ? { ...quantity, unit } : quantity;
}

interface Asked {
  readonly name: string;
  readonly value: string;
  readonly index: number;
}

function refuse(table: CostTable, asked: readonly Asked[], found: number): never {
  const wanted = asked.map(({ name, value }) => `${name} ${value}`).join(', ');
  const values = asked.map(({ name, index }) => {
    const unit = table.columns[index].unit;
    const cells = [...new Set(table.rows.map(({ cells: row }) => `${row[index]}${unit === '' ? '' : ` ${unit}`}`))];
    return `${name}: ${cells.join(', ')}`;
  });
  const message =
    found === 0
      ? `no row for ${wanted}; rows have ${values.join('; ')} (nothing is interpolated, and a number has a unit only where the table gives one)`
      : `expected one row for ${wanted}, found ${found}; columns are ${table.columns.map(({ names }) => names[0]).join(', ')}`;
  throw UserError.at({ file: table.file }, message, 'COST_TABLE');
}
