import { documentKinds, documentOf } from '../documents/index.ts';
import { latexTable } from '../latex/table.ts';
import { chooseColumns } from '../tables/choose-columns.ts';
import { safeFileName } from '../text/file-name.ts';
import type { Format } from './format.ts';

/** Each table of the report as a float for \input, in a file of its own. */
export const tex: Format = {
  name: 'tex',
  description: 'tables for LaTeX (booktabs, siunitx)',
  kinds: documentKinds,
  ofRecord: (subject, _drawings, { columns, width = 'column' }) => {
    const document = documentOf(subject);
    if (document === undefined) return [];
    const { name, tool, command } = document;
    const origin = `${tool.name} ${tool.version}${command === undefined ? '' : `: ${command}`}`;
    return chooseColumns(document.tables, columns).map((table) => {
      const label = `${safeFileName(name).toLowerCase()}-${table.name}`;
      return { name: `${table.name}.tex`, content: latexTable(table, { width, label, origin }) };
    });
  },
};
