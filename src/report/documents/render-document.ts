import { fitColumns, textColumns } from '../tables/fit-columns.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { textTable } from '../text/text-table.ts';
import { wrapWords } from '../text/wrap-words.ts';
import type { ReportDocument } from './document.ts';

function tableText(table: ReportTable, width: number): string {
  const blocks = fitColumns(textColumns(table), table.keys ?? 1, width).map(textTable);
  const note = table.note === undefined ? [] : [wrapWords(table.note, width)];
  return [wrapWords(table.caption, width), ...blocks, ...note].join('\n\n');
}

/** A document as text for a terminal; warnings and background are left out. Ends with a line end. */
export function renderDocument(document: ReportDocument, width: number): string {
  const { title, headline, remarks, tables } = document;
  const paragraphs = [`${headline}.`, ...remarks];
  const parts = [
    wrapWords(title, width),
    ...tables.map((table) => tableText(table, width)),
    ...paragraphs.map((text) => wrapWords(text, width)),
  ];
  return `${parts.join('\n\n')}\n`;
}
