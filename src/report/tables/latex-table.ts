import { latexText, latexUnit } from './latex-text.ts';
import { headLines, headText, type ReportTable, type TableCell, type TableColumn } from './report-table.ts';

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?)(\d+))?$/;

/** Longer text goes into a column of some width, where it is broken into lines. */
const LONG_TEXT = 48;

/** `S` with as many digits before and behind the point as the column needs (siunitx), or a plain column for other text. */
function columnType(cells: readonly string[], align: TableColumn['align']): string {
  const numbers = cells.map((cell) => NUMBER.exec(cell)).filter((match) => match !== null);
  if (align === 'left') return cells.some((cell) => cell.length > LONG_TEXT) ? 'p{0.4\\linewidth}' : 'l';
  if (numbers.length === 0) return 'r';
  const longest = (group: number) => Math.max(0, ...numbers.map((match) => (match[group] ?? '').length));
  const sign = longest(1) === 0 ? '' : numbers.some((match) => match[1] === '+') ? '+' : '-';
  const exponent = longest(5) === 0 ? '' : `e${longest(4) === 0 ? '' : '-'}${longest(5)}`;
  const keepPlus = sign === '+' ? ', retain-explicit-plus' : '';
  return `S[table-format=${sign}${longest(2)}.${longest(3)}${exponent}${keepPlus}]`;
}

function latexCell({ text }: TableCell, align: TableColumn['align']): string {
  if (align === 'left') return latexText(text);
  if (NUMBER.test(text) || text === '') return text;
  if (text === '-') return '{--}';
  return `{${latexText(text).replace(/^(\d+)x(\d+)$/, '$$$1 \\times $2$$')}}`;
}

const line = (texts: readonly string[]) => `  ${texts.join(' & ')} \\\\`.replace(/^ {3,}/, '  ');

/** Heads over several lines, all standing on the last one, the unit below; no word is hyphenated. */
function headRows(columns: readonly TableColumn[]): string[] {
  const heads = columns.map(({ head, unit, align }) => {
    const lines = (head.includes('\u00ad') ? [headText(head)] : headLines(head)).map(latexText);
    return [...lines, ...(unit === '' ? [] : [`(${latexUnit(unit)})`])].map((text) =>
      align === 'left' ? text : `{${text}}`,
    );
  });
  const height = Math.max(...heads.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    line(heads.map((lines) => lines[row - height + lines.length] ?? '')),
  );
}

/** A tabular of booktabs with numbers aligned by siunitx, to be \input inside a table of the paper; the total is set off. */
export function latexTable({ caption, columns, rows, foot, note }: ReportTable): string {
  const all = foot === undefined ? rows : [...rows, foot];
  const types = columns.map(({ align }, k) =>
    columnType(
      all.map((cells) => cells[k].text),
      align,
    ),
  );
  const body = (cells: readonly TableCell[]) => line(cells.map((cell, k) => latexCell(cell, columns[k].align)));
  return [
    '% needs \\usepackage{booktabs} and \\usepackage{siunitx}',
    ...[caption, note].flatMap((text) => (text === undefined ? [] : [`% ${text.replace(/\s+/g, ' ')}`])),
    `\\begin{tabular}{${types.join('')}}`,
    '  \\toprule',
    ...headRows(columns),
    '  \\midrule',
    ...rows.map(body),
    ...(foot === undefined ? [] : ['  \\midrule', body(foot)]),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}
