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
  const cell = (value: CsvValue) => (typeof value === 'string' ? neutralise(value) : (value ?? null));
  return stringify([columns.map(neutralise), ...rows.map((row) => columns.map((column) => cell(row[column])))], {
    cast: { number: String, boolean: String },
    quoted_match: /[\r\n;\t]/,
  });
}
