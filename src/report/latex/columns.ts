import { headLines, headText, type ReportTable, type TableColumn } from '../tables/report-table.ts';
import { textWidth } from '../text/text-width.ts';
import { latexUnit, unbreakableParts } from './text.ts';

/** Letters of tables, in points: \footnotesize of a paper of ten points. */
export const FONT_SIZE = 8;

/** Letters of Computer Modern are up to this much wider than ours, its digits less wide; those of Times are narrower. */
const LETTERS = 1.1;
const DIGITS = 0.98;

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?)(\d+))?$/;

/** A column on its way to LaTeX: what it holds, and how much room that takes (TeX points). */
export interface LatexColumn {
  readonly head: readonly string[];
  /** In LaTeX; '' where there is none. */
  readonly unit: string;
  readonly cells: readonly string[];
  readonly kind: 'numbers' | 'words' | 'right';
  /** Of what aligns its numbers; for words `l`. */
  readonly type: string;
  readonly natural: number;
  /** Narrower than this a word would stick out. Numbers cannot be narrower than they are. */
  readonly least: number;
}

/** Width of a text in a table. */
export function widthOf(text: string): number {
  return textWidth(text, FONT_SIZE) * (/\p{L}/u.test(text) ? LETTERS : DIGITS);
}

const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(widthOf));

/** Whether LaTeX may align a cell as a number. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** What siunitx adds: the sign of mathematics, thin spaces between thousands, the power of ten. */
const SIGN = 7.5;
const THIN_SPACE = 1.5;
const POWER = 24;

/** Numbers of which the point cannot stand below the point without a column much wider than each of them. */
const MOST_DIGITS = 8;

/** `S` of siunitx with as many digits before and behind the point as the column needs, and its width; undefined where that would be too wide. */
function aligned(cells: readonly string[]): { readonly type: string; readonly width: number } | undefined {
  const numbers = cells.map((cell) => NUMBER.exec(cell)).filter((match) => match !== null);
  if (numbers.length === 0) return undefined;
  const longest = (group: number) => Math.max(0, ...numbers.map((match) => (match[group] ?? '').length));
  const [before, behind] = [longest(2), longest(3)];
  if (before + behind > MOST_DIGITS) return undefined;
  const sign = longest(1) === 0 ? '' : numbers.some((match) => match[1] === '+') ? '+' : '-';
  const exponent = longest(5) === 0 ? '' : `e${longest(4) === 0 ? '' : '-'}${longest(5)}`;
  const keepPlus = sign === '+' ? ', retain-explicit-plus' : '';
  const digits = `${'0'.repeat(before + behind)}${behind > 0 ? '.' : ''}`;
  const extra = (sign === '' ? 0 : SIGN) + (exponent === '' ? 0 : POWER);
  const spaces = THIN_SPACE * (Math.floor(before / 3) + Math.floor(behind / 3));
  return {
    type: `S[table-format=${sign}${before}.${behind}${exponent}${keepPlus}]`,
    width: widthOf(digits) + extra + spaces,
  };
}

/** Width of a number or word that is not aligned at its point. */
function looseWidth(cell: string): number {
  const [, sign, , , , exponent] = NUMBER.exec(cell) ?? [];
  const thousands = isNumber(cell) ? THIN_SPACE * Math.floor(cell.length / 3) : 0;
  return widthOf(cell.replace(/e.*/, '')) + (sign ? SIGN : 0) + (exponent ? POWER : 0) + thousands;
}

/** A longer line of a head, such as the name of a result, is broken (points). */
const LONG_HEAD = 60;

function headOf({ head }: TableColumn): string[] {
  const lines = head.includes('\u00ad') ? [headText(head)] : headLines(head);
  return lines.flatMap((text) => (widthOf(text) <= LONG_HEAD ? [text] : packed(unbreakableParts(text))));
}

/** Parts put together again as long as a line holds them. */
function packed(parts: readonly string[]): string[] {
  const lines = [''];
  for (const part of parts) {
    const last = lines[lines.length - 1];
    if (last !== '' && widthOf(last + part) > LONG_HEAD) lines.push(part.trimStart());
    else lines[lines.length - 1] = last + part;
  }
  return lines.map((text) => text.trim()).filter((text) => text !== '');
}

function columnOf(column: TableColumn, cells: readonly string[]): LatexColumn {
  const head = headOf(column);
  const unit = column.unit === '' ? '' : `(${latexUnit(column.unit)})`;
  const heads = widest([...head, column.unit === '' ? '' : `(${column.unit})`]);
  const common = { head, unit, cells };
  if (column.align === 'left') {
    const parts = [...head, ...cells].flatMap(unbreakableParts).map((part) => part.trimEnd());
    return { ...common, kind: 'words', type: 'l', natural: Math.max(heads, widest(cells)), least: widest(parts) };
  }
  const points = aligned(cells);
  const loose = points === undefined ? cells : cells.filter((cell) => !isNumber(cell));
  const natural = Math.max(heads, points?.width ?? 0, ...loose.map(looseWidth));
  const [kind, type] = points === undefined ? (['right', 'r'] as const) : (['numbers', points.type] as const);
  return { ...common, kind, type, natural, least: natural };
}

/** Numbers of the rows, by which a row is found again in another block. */
export function rowNumbers(count: number): LatexColumn {
  const cells = Array.from({ length: count }, (_, row) => String(row + 1));
  const natural = Math.max(...['row', String(count)].map(widthOf));
  return { head: ['row'], unit: '', cells, kind: 'right', type: 'r', natural, least: natural };
}

/** Every column of a table, the total among its cells. */
export function latexColumns({ columns, rows, foot }: ReportTable): LatexColumn[] {
  const all = foot === undefined ? rows : [...rows, foot];
  return columns.map((column, k) =>
    columnOf(
      column,
      all.map((cells) => cells[k].text),
    ),
  );
}
