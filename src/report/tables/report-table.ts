import { numberText } from '../text/number-text.ts';
import { wrapWords } from '../text/wrap-words.ts';

/** Where a head may break: at a line end (a space when it does not), at a soft hyphen, at a zero-width space. */
const SOFT_HYPHEN = '\u00ad';
const ZERO_WIDTH_SPACE = '\u200b';

/** A column of a table, for every format. */
export interface TableColumn {
  /** In words, without the unit; may hold the marks at which it breaks. */
  readonly head: string;
  /** In ASCII (`us`, `uJ`, `%`); '' where there is none. */
  readonly unit: string;
  /** On a terminal the unit stands behind every number (`2.03x`, `+1.50 %`), because what is counted is not obvious from the head. */
  readonly unitInCells?: boolean;
  readonly align: 'left' | 'right';
  /** Its name in the record, by which it may be chosen too. */
  readonly path?: string;
  /** One sentence for who does not know the word. */
  readonly meaning?: string;
  /** The number of the record that it shows, where its path does not say it: the glossary of a page tells more of it. */
  readonly term?: string;
}

/** A cell: what is shown, and the value behind it, by which a page sorts. */
export interface TableCell {
  readonly text: string;
  readonly value?: number | string | null;
}

/** A table before it is text, Markdown, LaTeX or HTML. Its first columns name the rows. */
export interface ReportTable {
  /** Kebab-case; also the name of its LaTeX file. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Last row, set off and never sorted: the total. */
  readonly foot?: readonly TableCell[];
  /** How many columns name a row (default 1). */
  readonly keys?: number;
  /** What stands below it, such as how many rows were left out. */
  readonly note?: string;
}

/** A column that knows how to read its cell from a row. */
export interface ColumnOf<Row> extends TableColumn {
  readonly cell: (row: Row) => TableCell;
}

/** A table from its columns and what its rows are made of. */
export function tableOf<Row>(
  name: string,
  caption: string,
  columns: readonly ColumnOf<Row>[],
  rows: readonly Row[],
  more: Pick<ReportTable, 'foot' | 'keys' | 'note'> = {},
): ReportTable {
  return {
    name,
    caption,
    columns: columns.map(({ cell: _cell, ...column }) => column),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
    ...more,
  };
}

/** A column of words. */
export function wordColumn<Row>(head: string, word: (row: Row) => string, meaning?: string): ColumnOf<Row> {
  return { head, unit: '', align: 'left', ...(meaning && { meaning }), cell: (row) => ({ text: word(row) }) };
}

/** How the numbers of a column are written. */
export interface NumberWriting {
  /** What the value is multiplied by, from its own unit to that of the column. */
  readonly factor?: number;
  /** Three significant digits, unless told otherwise. */
  readonly write?: (value: number) => string;
  readonly meaning?: string;
  readonly term?: string;
  readonly unitInCells?: boolean;
}

/** No digit is left out, but for those that a change of unit makes up. */
export function allDigits(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** A column of numbers, `factor` times the value, written for people; `-` where there is none. */
export function numberColumn<Row>(
  head: string,
  unit: string,
  value: (row: Row) => number | null,
  { factor = 1, write = numberText, ...more }: NumberWriting = {},
): ColumnOf<Row> {
  const text = (number: number | null) => (number === null ? '-' : write(number * factor));
  const cell = (row: Row) => ({ text: text(value(row)), value: value(row) });
  return { head, unit, align: 'right', ...more, cell };
}

/** The lines of a head where it is broken wherever it may. */
export function headLines(head: string): string[] {
  return head.replaceAll(SOFT_HYPHEN, '-\n').replaceAll(ZERO_WIDTH_SPACE, '\n').split('\n');
}

/** A head on one line. */
export function headText(head: string): string {
  return head.replaceAll(SOFT_HYPHEN, '').replaceAll(ZERO_WIDTH_SPACE, '').replaceAll('\n', ' ');
}

/** Words as a head of several lines, none much longer than a number. */
export function headOf(words: string): string {
  return wrapWords(words, 11);
}

/** `us` as people write it. */
export function unitText(unit: string): string {
  return unit
    .replace(/^u(?=[A-Za-z])/, 'µ')
    .replace(/^x$/, '×')
    .replace('mm2', 'mm²');
}

/** A sentence in which `3.09 uJ` is written as people write it. */
export function microText(text: string): string {
  return text.replace(/(?<=\d )u(?=[JsW]\b)/g, 'µ');
}
