import { headText, type ReportTable, type TableCell, type TableColumn, unitText } from './report-table.ts';

/** Text of a user as Markdown and HTML leave it: nothing in it becomes a table border, a tag or emphasis. */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** Text as code, whatever backticks it holds. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s/g, ' ');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** Head of a column in words with its unit. */
export function columnTitle({ head, unit }: TableColumn): string {
  return unit === '' ? headText(head) : `${headText(head)} (${unitText(unit)})`;
}

const line = (cells: readonly string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
const cellLine = (cells: readonly TableCell[]) => line(cells.map(({ text }) => text));

/** A table of GitHub-flavoured Markdown. */
export function markdownTable({ columns, rows, foot }: ReportTable): string {
  return [
    line(columns.map(columnTitle)),
    `| ${columns.map(({ align }) => (align === 'right' ? '--:' : ':--')).join(' | ')} |`,
    ...rows.map(cellLine),
    ...(foot === undefined ? [] : [cellLine(foot)]),
  ].join('\n');
}
