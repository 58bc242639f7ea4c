import { columnTitle } from '../tables/markdown-table.ts';
import { headText, type ReportTable, type TableCell, type TableColumn } from '../tables/report-table.ts';
import { htmlText } from './escape.ts';
import { termId, termOf } from './glossary.ts';

/** Names up to this length are never broken. */
const SHORT_NAME = 28;
/** Words beyond this length get a column of some width, so that they do not stand one below the other. */
const LONG_TEXT = 40;

function sortKey({ text, value }: TableCell): string {
  return value === undefined || value === null || String(value) === text
    ? ''
    : ` data-sort="${htmlText(String(value))}"`;
}

function cellHtml(cell: TableCell, { align }: TableColumn, isName: boolean): string {
  const kinds = [
    ...(align === 'right' ? ['number'] : []),
    ...(isName && cell.text.length <= SHORT_NAME ? ['short'] : []),
    ...(!isName && cell.text.length > LONG_TEXT ? ['long'] : []),
  ];
  const attributes = `${kinds.length === 0 ? '' : ` class="${kinds.join(' ')}"`}${sortKey(cell)}`;
  const text = htmlText(cell.text.replace(/^(\d+)x(\d+)$/, '$1 × $2'));
  return isName ? `<th scope="row"${attributes}>${text}</th>` : `<td${attributes}>${text}</td>`;
}

/** What the columns mean, folded away. */
function glossary({ columns, caption }: ReportTable): string {
  const known = columns.filter(({ meaning }) => meaning !== undefined);
  if (known.length === 0) return '';
  const items = known.map((column) => {
    const term = termOf(column);
    const more = term === undefined ? '' : ` <a href="#${termId(term)}">more of ${htmlText(term.title)}</a>`;
    return `<div><dt>${htmlText(headText(column.head))}</dt><dd>${htmlText(column.meaning ?? '')}${more}</dd></div>`;
  });
  return `<details class="glossary"><summary>What the columns mean<span class="hidden">: ${htmlText(caption)}</span></summary><dl>${items.join('')}</dl></details>`;
}

/** From the head of a column to what is told of its number: with the pointer; who uses the keyboard gets there from what the columns mean. */
function termLink(column: TableColumn): string {
  const term = termOf(column);
  if (term === undefined) return '';
  const name = htmlText(term.title);
  return `<a class="term" href="#${termId(term)}" tabindex="-1" title="What ${name} is" aria-label="What ${name} is">?</a>`;
}

/** A table whose heads are buttons that sort it (without the script it is a plain table), and what its columns mean. */
export function sortableTable(table: ReportTable): string {
  const { columns, rows, foot, caption, keys = 1, note } = table;
  const head = columns
    .map(
      (column) =>
        `<th scope="col"${column.align === 'right' ? ' class="number"' : ''}>${htmlText(columnTitle(column))}${termLink(column)}</th>`,
    )
    .join('');
  const rowHtml = (cells: readonly TableCell[]) =>
    `<tr>${cells.map((cell, k) => cellHtml(cell, columns[k], k < keys)).join('')}</tr>`;
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${htmlText(caption)}"><table class="sortable">`,
    `<caption>${htmlText(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${rows.map(rowHtml).join('\n')}</tbody>`,
    ...(foot === undefined ? [] : [`<tfoot>${rowHtml(foot)}</tfoot>`]),
    '</table></div>',
    ...(note === undefined ? [] : [`<p class="note">${htmlText(note)}</p>`]),
    glossary(table),
  ].join('\n');
}
