import { latexTable } from '../tables/latex-table.ts';
import { runColumns, runRows } from '../tables/run-columns.ts';
import type { Format } from './format.ts';

/** The run table as LaTeX: one tabular for the time, one for the energy, each narrow enough for a page. */
export const tex: Format = {
  name: 'tex',
  description: 'tables for LaTeX (booktabs, siunitx)',
  ofRecord: (subject) => {
    if (subject.kind !== 'run') return [];
    const rows = runRows(subject.record);
    const columns = runColumns(rows);
    return [
      { name: 'time.tex', content: latexTable(rows, columns.time) },
      { name: 'energy.tex', content: latexTable(rows, columns.energy) },
    ];
  },
};
