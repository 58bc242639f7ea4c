import Table from 'cli-table3';

/** One column of a text table; the head may have several lines. */
export interface TextColumn {
  readonly head: string;
  readonly cells: readonly string[];
  readonly align: 'left' | 'right';
}

const rule = { mid: '─', 'mid-mid': '─', middle: ' ' };
const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
};

/** Columns side by side under a rule, without frames; lines carry no trailing spaces. One space between columns. */
export function textTable(columns: readonly TextColumn[]): string {
  const table = new Table({
    head: columns.map((column) => column.head),
    colAligns: columns.map((column) => column.align),
    chars: { ...none, ...rule },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  const height = Math.max(0, ...columns.map((column) => column.cells.length));
  for (let row = 0; row < height; row++) table.push(columns.map((column) => column.cells[row] ?? ''));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Width in characters that `textTable` needs for these columns. */
export function textTableWidth(columns: readonly TextColumn[]): number {
  const widths = columns.map((column) =>
    Math.max(0, ...[...column.head.split('\n'), ...column.cells].map((text) => Array.from(text).length)),
  );
  return widths.reduce((total, width) => total + width, 0) + Math.max(0, columns.length - 1);
}
