import { columnTitle } from './markdown-table.ts';
import type { RunColumn, RunRow } from './run-columns.ts';

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '…': '\\ldots{}',
  µ: '\\textmu{}',
  '×': '$\\times$',
};

/** Text of a user as LaTeX prints it. */
export function latexText(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\\~^<>|"…µ×]|[&%$#_{}]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** `S` with as many digits before and behind the point as the column needs (siunitx), or a plain column for other text. */
function columnType(cells: readonly string[]): string {
  const numbers = cells.filter((cell) => NUMBER.test(cell));
  if (numbers.length === 0) return 'r';
  const digits = (part: 0 | 1) => Math.max(...numbers.map((cell) => (cell.split('.')[part] ?? '').length));
  return `S[table-format=${digits(0)}.${digits(1)}]`;
}

function latexCell(cell: string): string {
  if (NUMBER.test(cell) || cell === '') return cell;
  if (cell === '-') return '{--}';
  return `{${latexText(cell).replace(/^(\d+)x(\d+)$/, '$$$1 \\times $2$$')}}`;
}

const line = (texts: readonly string[]) => `  ${texts.join(' & ')} \\\\`;

/**
 * A tabular of booktabs with numbers aligned by siunitx, to be \input inside a table of the paper; the last row is set off as the
 * total.
 */
export function latexTable(rows: readonly RunRow[], columns: readonly RunColumn[]): string {
  const cells = columns.map((column) => rows.map((row) => column.text(row)));
  const body = rows.map((row, k) => line([latexText(row.label), ...cells.map((column) => latexCell(column[k]))]));
  return [
    '% needs \\usepackage{booktabs} and \\usepackage{siunitx}',
    `\\begin{tabular}{l${cells.map(columnType).join('')}}`,
    '  \\toprule',
    line(['layer', ...columns.map((column) => `{${latexText(columnTitle(column))}}`)]),
    '  \\midrule',
    ...body.slice(0, -1),
    '  \\midrule',
    ...body.slice(-1),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}
