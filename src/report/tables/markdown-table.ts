import type { RunColumn, RunRow } from './run-columns.ts';

/** Text of a user as Markdown and HTML leave it: nothing in it becomes a table border, a tag or emphasis. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** Head of a column in words with its unit. */
export function columnTitle(column: RunColumn): string {
  const head = column.head.replace('-|', '').replace('|', ' ').replace(' x ', ' × ');
  return column.unit === '' ? head : `${head} (${column.unit.replace(/^u/, 'µ')})`;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** A table of GitHub-flavoured Markdown; the first column holds the names of the rows. */
export function markdownTable(rows: readonly RunRow[], columns: readonly RunColumn[]): string {
  return [
    line(['layer', ...columns.map(columnTitle)]),
    line([':--', ...columns.map((column) => (column.align === 'right' ? '--:' : ':--'))]),
    ...rows.map((row) => line([row.label, ...columns.map((column) => column.text(row))].map(markdownText))),
  ].join('\n');
}
