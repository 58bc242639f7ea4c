import { documentKinds, documentOf } from '../documents/index.ts';
import { latexTable } from '../tables/latex-table.ts';
import type { Format } from './format.ts';

/** Each table of the report as a tabular for \input, in a file of its own. */
export const tex: Format = {
  name: 'tex',
  description: 'tables for LaTeX (booktabs, siunitx)',
  kinds: documentKinds,
  ofRecord: (subject) =>
    (documentOf(subject)?.tables ?? []).map((table) => ({ name: `${table.name}.tex`, content: latexTable(table) })),
};
