import { memoryHeadline } from '../tables/energy-shares.ts';
import { markdownTable, markdownText } from '../tables/markdown-table.ts';
import { runColumns, runRows } from '../tables/run-columns.ts';
import { runHeading, totalsLine } from '../tables/run-heading.ts';
import type { Format } from './format.ts';

/** The run table as Markdown, with the headline and the warnings. */
export const md: Format = {
  name: 'md',
  description: 'tables as Markdown',
  ofRecord: (subject) => {
    if (subject.kind !== 'run') return [];
    const { record } = subject;
    const rows = runRows(record);
    const columns = runColumns(rows);
    const parts = [
      `# ${markdownText(runHeading(record))}`,
      `**${memoryHeadline(record.totals)}**; ${totalsLine(record)}.`,
      markdownTable(rows, columns.time),
      markdownTable(rows, columns.energy),
      ...(record.warnings.length === 0 ? [] : [record.warnings.map((text) => `- ${markdownText(text)}`).join('\n')]),
    ];
    return [{ name: 'result.md', content: `${parts.join('\n\n')}\n` }];
  },
};
