import type { ReportTable, TableCell } from '../tables/report-table.ts';
import { headText } from '../tables/report-table.ts';
import { sharedStart } from '../text/layer-labels.ts';
import { widthOf } from './columns.ts';
import { breakableText } from './text.ts';

/** Longer words than these are taken out of the table where they are not the name of a row (TeX points). */
const LONG_WORDS = 90;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A table without what needs no room in it. */
export interface NotedTable {
  readonly table: ReportTable;
  /** In LaTeX, without a full stop. */
  readonly caption: string;
  /** Number of the row of the total. */
  readonly total: number | undefined;
  /** What stands below it, in LaTeX, a sentence each. */
  readonly notes: readonly string[];
}

type Rows = readonly (readonly TableCell[])[];

function allRows({ rows, foot }: ReportTable): Rows {
  return foot === undefined ? rows : [...rows, foot];
}

function withColumn(table: ReportTable, column: number, text: (cell: TableCell, row: number) => string): ReportTable {
  const change = (cells: readonly TableCell[], row: number) =>
    cells.map((cell, k) => (k === column ? { ...cell, text: text(cell, row) } : cell));
  const rows = table.rows.map(change);
  return { ...table, rows, ...(table.foot && { foot: change(table.foot, table.rows.length) }) };
}

/** Columns that say nothing in any row are left out. */
function withoutEmpty(table: ReportTable): ReportTable {
  const isEmpty = (k: number) => k >= (table.keys ?? 1) && allRows(table).every((cells) => /^-?$/.test(cells[k].text));
  const kept = table.columns.map((_, k) => k).filter((k) => !isEmpty(k));
  const pick = (cells: readonly TableCell[]) => kept.map((k) => cells[k]);
  return {
    ...table,
    columns: kept.map((k) => table.columns[k]),
    rows: table.rows.map(pick),
    ...(table.foot && { foot: pick(table.foot) }),
  };
}

/** A name that is that of the row above is not said again. */
function withoutRepeats(table: ReportTable): ReportTable {
  if ((table.keys ?? 1) < 2) return table;
  return withColumn(table, 0, ({ text }, row) => (table.rows[row - 1]?.[0].text === text ? '' : text));
}

/**
 * What can be said below a table instead of in each of its rows: a beginning that all names share, and long texts such as sources, which
 * stand there once under a letter.
 */
export function withNotes(given: ReportTable, width: 'column' | 'page'): NotedTable {
  let table = withoutEmpty(given);
  const notes: string[] = [];
  for (const [k, { head, align }] of table.columns.entries()) {
    const texts = table.rows.map((cells) => cells[k].text);
    if (align !== 'left') continue;
    if (k < (table.keys ?? 1)) {
      const start = sharedStart(texts);
      if (start === '') continue;
      table = withColumn(table, k, ({ text }) => (text.startsWith(start) ? text.slice(start.length) : text));
      notes.push(`${breakableText(headText(head))}: names begin with ${breakableText(start)}.`);
    } else {
      const distinct = [...new Set(texts)].filter((text) => text !== '' && text !== '-');
      const isLong = distinct.some((text) => widthOf(text) > LONG_WORDS * (width === 'column' ? 1 : 2));
      if (!isLong || distinct.length > LETTERS.length) continue;
      table = withColumn(table, k, ({ text }) => (distinct.includes(text) ? LETTERS[distinct.indexOf(text)] : text));
      notes.push(
        `${breakableText(headText(head))}: ${distinct.map((text, n) => `\\textit{${LETTERS[n]}}~${breakableText(text)}`).join('; ')}.`,
      );
    }
  }
  if (given.note !== undefined) notes.push(breakableText(given.note));
  const [total] = given.foot === undefined ? [] : [given.rows.length];
  return { table: withoutRepeats(table), caption: breakableText(given.caption), total, notes };
}
