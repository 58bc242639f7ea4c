import type { ReproducedSection, ReproductionResult } from '../../reproduce/record.ts';
import type { ReportDocument, ReportSection } from '../documents/document.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { claimsTable, comparedTables, contextTable, deviationsTable, fileName, movedTable } from './compared-tables.ts';

const ABOUT =
  'Each table and figure of the paper that can be computed, computed anew: the published number, ours, and the difference with its cause as far as known. Where a number hangs on a choice that can be defended either way, each choice is a column; the first is what the tool takes by default. Rows without a published number are bars that the paper prints without labels, or figures that it does not give.';

/** A recomputed paper: its sections in the order of the paper. */
export function reproductionDocument(result: ReproductionResult): ReportDocument {
  const { document, sections, moved, set, warnings, command, tool } = result;
  const rows = sections.flatMap((section) => section.rows);
  const claims = sections.flatMap((section) => section.claims);
  const differences = rows.flatMap(({ differences: [first] }) =>
    first === null || first === undefined ? [] : [Math.abs(first)],
  );
  const within = (share: number) => differences.filter((one) => one <= share).length;
  const holding = claims.filter(({ holds }) => holds).length;
  const parts = [
    ...tableAlone('moved', 'What moved', movedTable(result)),
    ...sections.map(sectionOf),
    ...tableAlone('deviations', 'Deviations', deviationsTable(result)),
  ];
  return {
    name: document.name,
    title: `${document.title}: ${document.paper}`,
    headline: `${differences.length} published numbers beside ours: ${within(0.05)} within 5 %, ${within(0.15)} within 15 %; ${holding} of ${claims.length} statements in words hold`,
    figures: [
      ['published numbers compared', String(differences.length)],
      ['within 5 %', String(within(0.05))],
      ['within 15 %', String(within(0.15))],
      ['statements that hold', `${holding} of ${claims.length}`],
      ['deviations cited', String(result.deviations.length)],
      ['moved since the reference set', String(moved.length)],
    ],
    about: ABOUT,
    remarks: set.length === 0 ? [] : [`Changed: ${set.join(', ')}.`],
    warnings,
    tables: parts.flatMap(({ tables }) => tables),
    sections: parts,
    background: [],
    command,
    tool,
  };
}

/** A section of one table, where there is one. */
function tableAlone(id: string, title: string, table: ReportTable | undefined): ReportSection[] {
  return table === undefined ? [] : [{ id, title, paragraphs: [], tables: [table], charts: [] }];
}

function sectionOf(section: ReproducedSection): ReportSection {
  const { id, title, about, missing, context, figures, choices } = section;
  const claims = claimsTable(section);
  return {
    id: fileName(id),
    title,
    paragraphs: [
      ...about,
      ...(choices.length > 1
        ? [`Columns: ${choices.map(({ title: name, meaning }) => `${name}: ${meaning}`).join('; ')}.`]
        : []),
      ...(missing === undefined ? [] : [`Not computed: ${missing}.`]),
    ],
    tables: [...comparedTables(section), ...(claims === undefined ? [] : [claims]), ...context.map(contextTable)],
    charts: figures.map(({ name }) => name),
  };
}
