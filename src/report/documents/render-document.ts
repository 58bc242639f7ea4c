import { fitColumns, textColumns } from '../tables/fit-columns.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { textTable } from '../text/text-table.ts';
import { wrapWords } from '../text/wrap-words.ts';
import type { ReportDocument, ReportSection } from './document.ts';

function tableText(table: ReportTable, width: number): string {
  const blocks = fitColumns(textColumns(table), table.keys ?? 1, width).map(textTable);
  const note = table.note === undefined ? [] : [wrapWords(table.note, width)];
  return [wrapWords(table.caption, width), ...blocks, ...note].join('\n\n');
}

/** A section under its title; how to read it stands in the files. */
function sectionText({ title, paragraphs, tables }: ReportSection, width: number): string {
  const words = tables.length === 0 ? paragraphs : [];
  return [
    `${title}\n${'='.repeat(title.length)}`,
    ...words.map((text) => wrapWords(text, width)),
    ...tables.map((table) => tableText(table, width)),
  ].join('\n\n');
}

/** A document as text for a terminal; warnings and background are left out. Ends with a line end. */
export function renderDocument(document: ReportDocument, width: number): string {
  const { title, headline, remarks, tables, sections } = document;
  const paragraphs = [`${headline}.`, ...remarks];
  const parts = [
    wrapWords(title, width),
    ...(sections === undefined
      ? tables.map((table) => tableText(table, width))
      : sections.map((section) => sectionText(section, width))),
    ...paragraphs.map((text) => wrapWords(text, width)),
  ];
  return `${parts.join('\n\n')}\n`;
}
