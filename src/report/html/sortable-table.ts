import { htmlText } from './escape.ts';

/** A column of a table on the page. */
export interface PageColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A cell: what is shown, and what it sorts by where that is not the text. */
export interface PageCell {
  readonly text: string;
  readonly sortBy?: number | string | null;
}

/** Names up to this length are never broken. */
const SHORT_NAME = 28;

function cellHtml(cell: PageCell, column: PageColumn, isName: boolean): string {
  const sort = cell.sortBy === undefined || cell.sortBy === null ? '' : ` data-sort="${htmlText(String(cell.sortBy))}"`;
  const short = cell.text.length <= SHORT_NAME ? ' class="short"' : '';
  const side = column.align === 'right' ? ' class="number"' : '';
  return isName
    ? `<th scope="row"${short}${sort}>${htmlText(cell.text)}</th>`
    : `<td${side}${sort}>${htmlText(cell.text)}</td>`;
}

/**
 * A table whose heads are buttons that sort it (without the script it is a plain table). The first cell of a row names it.
 * @param foot a last row that stays last however the others are sorted
 */
export function sortableTable(
  caption: string,
  columns: readonly PageColumn[],
  rows: readonly (readonly PageCell[])[],
  foot?: readonly PageCell[],
): string {
  const head = columns
    .map(
      (column) => `<th scope="col"${column.align === 'right' ? ' class="number"' : ''}>${htmlText(column.title)}</th>`,
    )
    .join('');
  const rowHtml = (cells: readonly PageCell[]) =>
    `<tr>${cells.map((cell, k) => cellHtml(cell, columns[k], k === 0)).join('')}</tr>`;
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${htmlText(caption)}"><table class="sortable">`,
    `<caption>${htmlText(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${rows.map(rowHtml).join('\n')}</tbody>`,
    ...(foot === undefined ? [] : [`<tfoot>${rowHtml(foot)}</tfoot>`]),
    '</table></div>',
  ].join('\n');
}
