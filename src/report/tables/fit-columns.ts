import { shortenNames } from '../text/layer-labels.ts';
import { type TextColumn, textTableWidth } from '../text/text-table.ts';
import { headLines, type ReportTable } from './report-table.ts';

/** Between the parts of a list in a cell. */
const LIST = ' / ';

/** A column of words is not cut below this many characters. */
const SHORTEST_WORDS = 14;

/** A number with its unit; what is no number as it is. */
function withUnit(text: string, unit: string): string {
  return /\d/.test(text) ? `${text}${unit === 'x' ? '' : ' '}${unit}` : text;
}

/** Columns of text: heads broken into lines that all stand on the bottom, the unit last. */
export function textColumns({ columns, rows, foot }: ReportTable): TextColumn[] {
  const heads = columns.map(({ head, unit, unitInCells }) => [
    ...headLines(head),
    ...(unit === '' || unitInCells ? [] : [unit]),
  ]);
  const height = Math.max(...heads.map((lines) => lines.length));
  const all = foot === undefined ? rows : [...rows, foot];
  return columns.map(({ align, unit, unitInCells }, k) => ({
    head: [...Array.from({ length: height - heads[k].length }, () => ''), ...heads[k]].join('\n'),
    align,
    cells: all.map((cells) => (unitInCells ? withUnit(cells[k].text, unit) : cells[k].text)),
  }));
}

/** The same column in at most that many characters; names stay different. */
export function narrowed(column: TextColumn, width: number): TextColumn {
  return { ...column, cells: shortenNames(column.cells, (text) => Array.from(text).length <= width) };
}

/** Text that names nothing, cut at its end; of a list every part, so that none is lost. */
function endCut(column: TextColumn, width: number): TextColumn {
  const cut = (text: string, room: number) =>
    text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1)).trimEnd()}…`;
  const cutParts = (text: string) => {
    const parts = text.length <= width ? [text] : text.split(LIST);
    const room = Math.floor((width - LIST.length * (parts.length - 1)) / parts.length);
    return parts.map((part) => cut(part, room)).join(LIST);
  };
  return { ...column, cells: column.cells.map(cutParts) };
}

/** Words cut as far as the line asks for, the widest column first; names stay different. */
function wordsCut(columns: readonly TextColumn[], keys: number, width: number): TextColumn[] {
  const cut = [...columns];
  const order = columns.map((_, k) => k).filter((k) => columns[k].align === 'left');
  for (const k of order.toSorted((a, b) => textTableWidth([columns[b]]) - textTableWidth([columns[a]]))) {
    const excess = textTableWidth(cut) - width;
    const own = textTableWidth([cut[k]]);
    const least = k < keys ? Math.max(SHORTEST_WORDS, width / (2 * keys)) : SHORTEST_WORDS;
    if (excess > 0 && own > least) cut[k] = (k < keys ? narrowed : endCut)(cut[k], Math.max(least, own - excess));
  }
  return cut;
}

/**
 * Columns dealt to as many blocks as the line needs; each block begins with the columns that name the rows.
 * @param keys how many columns name a row
 */
export function fitColumns(columns: readonly TextColumn[], keys: number, width: number): TextColumn[][] {
  const cut = wordsCut(columns, keys, width);
  const names = cut.slice(0, keys);
  const blocks: TextColumn[][] = [];
  let block: TextColumn[] = [];
  for (const column of cut.slice(keys)) {
    if (block.length > 0 && textTableWidth([...names, ...block, column]) > width) {
      blocks.push([...names, ...block]);
      block = [];
    }
    block.push(column);
  }
  return [...blocks, [...names, ...block]];
}
