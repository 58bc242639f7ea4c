import type { ReportSection } from '../documents/document.ts';
import { documentKinds, documentOf } from '../documents/index.ts';
import { chooseColumns } from '../tables/choose-columns.ts';
import { codeSpan, markdownTable, markdownText } from '../tables/markdown-table.ts';
import { microText, type ReportTable } from '../tables/report-table.ts';
import type { Format } from './format.ts';

function tableSection(table: ReportTable): string {
  const note = table.note === undefined ? [] : [markdownText(table.note)];
  return [`## ${markdownText(table.caption)}`, markdownTable(table), ...note].join('\n\n');
}

/** A section of the document: its words, and its tables one level deeper. */
function section({ title, paragraphs, tables }: ReportSection): string {
  return [
    `## ${markdownText(title)}`,
    ...paragraphs.map((text) => markdownText(microText(text))),
    ...tables.map((table) => tableSection(table).replace(/^## /, '### ')),
  ].join('\n\n');
}

/** The report as Markdown: headline, tables, what explains them, warnings, the command. */
export const md: Format = {
  name: 'md',
  description: 'the report as Markdown',
  kinds: documentKinds,
  ofRecord: (subject, _drawings, choice) => {
    const document = documentOf(subject);
    if (document === undefined) return [];
    const { title, headline, figures, remarks, warnings, tables, sections, command, tool } = document;
    const parts = [
      `# ${markdownText(title)}`,
      `**${markdownText(headline)}.**`,
      figures.map(([name, text]) => `- ${markdownText(name)}: ${markdownText(text)}`).join('\n'),
      ...(sections === undefined ? chooseColumns(tables, choice.columns).map(tableSection) : sections.map(section)),
      ...remarks.map((text) => markdownText(microText(text))),
      ...(warnings.length === 0
        ? []
        : [`Warnings:\n\n${warnings.map((text) => `- ${markdownText(text)}`).join('\n')}`]),
      ...(command === undefined ? [] : [`Made by ${codeSpan(command)} (${tool.name} ${tool.version}).`]),
    ];
    return [{ name: 'result.md', content: `${parts.join('\n\n')}\n` }];
  },
};
