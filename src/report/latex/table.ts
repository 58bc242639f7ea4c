import type { ReportTable } from '../tables/report-table.ts';
import { FONT_SIZE, isNumber, type LatexColumn, latexColumns, widthOf } from './columns.ts';
import { type Block, COLUMN_SEPARATION, fitBlocks, type PlacedColumn } from './fit.ts';
import { type NotedTable, withNotes } from './notes.ts';
import { breakableText, latexText } from './text.ts';

/** Widths of tables in TeX points: the column and the page of two-column papers (IEEE, ACM). */
export const TABLE_WIDTHS = { column: 252, page: 516 } as const;

export type TableWidth = keyof typeof TABLE_WIDTHS;

/** From one line to the next, and the most that a table may be high (TeX points), so that it fits a page with its caption. */
const LINE = 9.5;
const MOST_HEIGHT = 540;

function cellText(text: string, { kind }: LatexColumn, isWrapped: boolean): string {
  if (kind === 'words') return isWrapped ? breakableText(text) : latexText(text);
  if (kind === 'right') return looseText(text);
  if (text === '' || isNumber(text)) return text;
  return text === '-' ? '{--}' : `{${latexText(text)}}`;
}

/** In a column that is not aligned at the point. */
function looseText(text: string): string {
  if (text === '-') return '--';
  if (isNumber(text)) return `\\num{${text}}`;
  return latexText(text).replace(/^(\d+)x(\d+)$/, '$$$1 \\times $2$$');
}

const line = (texts: readonly string[]) => `  ${texts.join(' & ')} \\\\`.replace(/^ {3,}/, '  ');

function typeOf({ column, width }: PlacedColumn): string {
  return width === undefined ? column.type : `>{\\raggedright\\arraybackslash}p{${width.toFixed(1)}pt}`;
}

/** Heads over several lines, all standing on the last one, units in a line of their own; no word is hyphenated. */
function headRows(block: Block): string[] {
  const heads = block.map(({ column: { head, unit, kind } }) => {
    const lines = [...head.map(latexText), ...(unit === '' ? [] : [unit])];
    return kind === 'words' ? lines : lines.map((text) => `{${text}}`);
  });
  const height = Math.max(...heads.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    line(heads.map((lines) => lines[row - height + lines.length] ?? '')),
  );
}

function bodyRow(block: Block, row: number): string {
  return line(block.map(({ column, width }) => cellText(column.cells[row], column, width !== undefined)));
}

/** Lines that a row takes, where words are broken: an estimate on the safe side. */
function linesOf(block: Block, row: number): number {
  const lines = block.map(({ column, width }) =>
    width === undefined ? 1 : Math.ceil((1.25 * widthOf(column.cells[row])) / width),
  );
  return Math.max(1, ...lines);
}

function heightOf(blocks: readonly Block[], rows: readonly number[]): number {
  const heads = blocks.map((block) => headRows(block).length + 2);
  const bodies = blocks.map((block) => rows.reduce((sum, row) => sum + linesOf(block, row), 0));
  return LINE * [...heads, ...bodies].reduce((sum, lines) => sum + lines, 0);
}

/** Row numbers in runs that each fit a page; the total stays with the last. */
function pagesOf(blocks: readonly Block[], count: number): number[][] {
  const pages: number[][] = [[]];
  for (let row = 0; row < count; row++) {
    const last = pages[pages.length - 1];
    if (last.length > 0 && heightOf(blocks, [...last, row]) > MOST_HEIGHT) pages.push([row]);
    else last.push(row);
  }
  return pages;
}

/** The rows of a block between its rules; the total is set off. */
function body(block: Block, rows: readonly number[], total: number | undefined): string[] {
  return rows.flatMap((row) => [...(row === total && rows.length > 1 ? ['  \\midrule'] : []), bodyRow(block, row)]);
}

function tabular(block: Block, rows: readonly number[], total: number | undefined): string {
  return [
    `\\begin{tabular}{@{}${block.map(typeOf).join('')}@{}}`,
    '  \\toprule',
    ...headRows(block),
    '  \\midrule',
    ...body(block, rows, total),
    '  \\bottomrule',
    '\\end{tabular}',
  ].join('\n');
}

const LETTERS = `\\fontsize{${FONT_SIZE}}{${LINE}}\\selectfont\\setlength{\\tabcolsep}{${COLUMN_SEPARATION}pt}`;

function notesText(notes: readonly string[]): string[] {
  return notes.length === 0 ? [] : ['', '\\smallskip', `\\parbox{\\linewidth}{\\raggedright ${notes.join(' ')}}`];
}

/** How a table stands in a paper. */
export interface LatexOptions {
  readonly width: TableWidth;
  /** Without `tab:`. */
  readonly label: string;
  /** What it was made by, for the comment in front. */
  readonly origin: string;
}

/** Floats of a column or of the page, as many as there are pages of rows; the number of the table stays. */
function floats(table: NotedTable, blocks: readonly Block[], pages: readonly number[][], options: LatexOptions) {
  const environment = options.width === 'column' ? 'table' : 'table*';
  return pages.map((rows, k) => {
    const isFirst = k === 0;
    const isLast = k === pages.length - 1;
    const caption = isFirst ? `\\caption{${table.caption}.}` : `\\caption[]{${table.caption} (continued).}`;
    return [
      ...(isFirst ? [] : ['\\addtocounter{table}{-1}']),
      `\\begin{${environment}}[tbp]`,
      '\\centering',
      caption,
      ...(isFirst ? [`\\label{tab:${options.label}}`] : []),
      LETTERS,
      blocks.map((block) => tabular(block, rows, table.total)).join('\n\n\\medskip\n'),
      ...(isLast ? notesText(table.notes) : []),
      `\\end{${environment}}`,
    ].join('\n');
  });
}

/** Longer than a page: it breaks between pages by itself, which needs pages of one column. */
function longTables(table: NotedTable, blocks: readonly Block[], rows: readonly number[], { label }: LatexOptions) {
  const tables = blocks.map((block, k) =>
    [
      `\\begin{longtable}{@{}${block.map(typeOf).join('')}@{}}`,
      k === 0
        ? `  \\caption{${table.caption}.}\\label{tab:${label}} \\\\`
        : `  \\caption[]{${table.caption} (continued).} \\\\`,
      '  \\toprule',
      ...headRows(block),
      '  \\midrule',
      '  \\endfirsthead',
      '  \\toprule',
      ...headRows(block),
      '  \\midrule',
      '  \\endhead',
      ...body(block, rows, table.total),
      '  \\bottomrule',
      '\\end{longtable}',
    ].join('\n'),
  );
  return [
    '\\makeatletter',
    '\\if@twocolumn\\def\\picojouleback{\\twocolumn}\\onecolumn\\else\\let\\picojouleback\\relax\\fi',
    '\\makeatother',
    `\\begingroup ${LETTERS}`,
    tables.join('\n\\addtocounter{table}{-1}\n'),
    ...notesText(table.notes),
    '\\par\\endgroup\\picojouleback',
  ].join('\n');
}

/**
 * A table for \input, with caption and label to edit: a float as wide as a column or the page of a two-column paper. What is too wide is
 * dealt to blocks one below the other, what is too high to several floats, or on the whole page to a longtable. Numbers are aligned by siunitx.
 */
export function latexTable(given: ReportTable, options: LatexOptions): string {
  const table = withNotes(given, options.width);
  const columns = latexColumns(table.table);
  const blocks = fitBlocks(columns, given.keys ?? 1, TABLE_WIDTHS[options.width]);
  const count = columns[0]?.cells.length ?? 0;
  const pages = pagesOf(blocks, count);
  const isLong = options.width === 'page' && pages.length > 1;
  const packages = ['array', 'booktabs', 'siunitx', ...(isLong ? ['longtable'] : [])];
  const rows = Array.from({ length: count }, (_, row) => row);
  return [
    `% ${options.origin.replace(/\s+/g, ' ')}`,
    `% needs \\usepackage{${packages.join(',')}}; ${given.name}.tex, ${options.width === 'column' ? 'one column' : 'the whole page'} wide`,
    ...(isLong ? [longTables(table, blocks, rows, options)] : floats(table, blocks, pages, options)),
    '',
  ].join('\n');
}
