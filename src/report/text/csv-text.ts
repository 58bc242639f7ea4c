import { stringify } from 'csv-stringify/sync';

export type CsvValue = string | number | boolean | null | undefined;

/**
 * Where a spreadsheet would begin a formula (OWASP, CSV injection): in front, and behind what it may take for the end of a field, which
 * is a semicolon in much of Europe, a tab, or a line end. The apostrophe is in the list so that the rule can be undone.
 */
const FORMULA_STARTS = /(?<=^|[;\t\r\n])(?=[=+\-@\t\r\n'＝＋－＠])/g;

/** Text that a spreadsheet might run gets an apostrophe where the formula would begin; numbers are never touched, so -0.02 stays a number. */
export function neutralise(text: string): string {
  return text.replace(FORMULA_STARTS, "'");
}

/** Undoes `neutralise`. */
export function restore(text: string): string {
  return text.replace(/(?<=^|[;\t\r\n])'/g, '');
}

/**
 * Rows as CSV (RFC 4180 quoting, line ends `\n`): numbers are the shortest text that reads back as the same double, `.` whatever
 * the locale; null is an empty field; every row has as many fields as the header.
 */
export function csvText(columns: readonly string[], rows: readonly Readonly<Record<string, CsvValue>>[]): string {
  return [...csvPieces(columns, rows, (row) => row)].join('');
}

/** Rows that are text at a time: all together may be longer than a string can be. */
const AT_A_TIME = 1000;

/** The same text in pieces, the row of each element by and by. */
export function* csvPieces<Element>(
  columns: readonly string[],
  elements: readonly Element[],
  rowOf: (element: Element) => Readonly<Record<string, CsvValue>>,
): Generator<string> {
  const cell = (value: CsvValue) => (typeof value === 'string' ? neutralise(value) : (value ?? null));
  yield line(columns.map(neutralise));
  for (let from = 0; from < elements.length; from += AT_A_TIME) {
    let text = '';
    for (const element of elements.slice(from, from + AT_A_TIME)) {
      const row = rowOf(element);
      text += line(columns.map((column) => cell(row[column])));
    }
    yield text;
  }
}

/** Text that stands in a field as it is. */
const PLAIN = /^[A-Za-z0-9][\w .:%/-]*$/;

/** Thousands of rows of numbers and names need no quoting rules. */
function line(cells: readonly (string | number | boolean | null)[]): string {
  let text = '';
  for (let k = 0; k < cells.length; k++) {
    const cell = cells[k];
    if (typeof cell === 'string' && !PLAIN.test(cell)) return quotedLine(cells);
    text += `${k === 0 ? '' : ','}${cell ?? ''}`;
  }
  return cells.length === 0 ? quotedLine(cells) : `${text}\n`;
}

function quotedLine(cells: readonly (string | number | boolean | null)[]): string {
  return stringify([[...cells]], { cast: { number: String, boolean: String }, quoted_match: /[\r\n;\t]/ });
}
