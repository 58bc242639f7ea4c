import { stringify } from 'csv-stringify/sync';

export type CsvValue = string | number | boolean | null | undefined;

/** A spreadsheet would run these as a formula (OWASP, CSV injection); the apostrophe is in the list so that the rule can be undone. */
const FORMULA_LIKE = /^[=+\-@\t\r'＝＋－＠]/;

/** Text that a spreadsheet might run gets one apostrophe in front; numbers are never touched, so -0.02 stays a number. */
export function neutralise(text: string): string {
  return FORMULA_LIKE.test(text) ? `'${text}` : text;
}

/** Undoes `neutralise`. */
export function restore(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}

/**
 * Rows as CSV (RFC 4180 quoting, line ends `\n`): numbers are the shortest text that reads back as the same double, `.` whatever
 * the locale; null is an empty field; every row has as many fields as the header.
 */
export function csvText(columns: readonly string[], rows: readonly Readonly<Record<string, CsvValue>>[]): string {
  const cell = (value: CsvValue) => (typeof value === 'string' ? neutralise(value) : (value ?? null));
  return stringify([columns.map(neutralise), ...rows.map((row) => columns.map((column) => cell(row[column])))], {
    cast: { number: String, boolean: String },
    quoted_match: /[\r\n]/,
  });
}
