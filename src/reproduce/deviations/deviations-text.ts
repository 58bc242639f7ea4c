import type { ReproductionResult } from '../record.ts';
import type { Figures } from './deviation.ts';
import { deviations } from './index.ts';

const ABOUT =
  'Numbered, accepted differences between what picojoule computes and what a paper says, with the cause as far as known. Sources: EIE = Han et al., ISCA 2016.\n`picojoule reproduce` puts every published figure beside ours and cites these numbers; this file is made from the same source (`npm run golden`), its figures from the rows of the papers\nas they are computed.';

/**
 * DEVIATIONS.md, from all papers recomputed.
 * @throws Error where a text asks for a row that no paper has
 */
export function deviationsText(papers: readonly ReproductionResult[]): string {
  const figures = figuresOf(papers);
  const parts = deviations.map(({ number, title, text }) => `## D${number}. ${title}\n\n${text(figures)}`);
  return `${['# Deviations', ABOUT, ...parts].join('\n\n')}\n`;
}

function figuresOf(papers: readonly ReproductionResult[]): Figures {
  const sections = papers.flatMap((paper) => paper.sections);
  const find = (id: string) => {
    for (const { rows, choices } of sections) {
      const row = rows.find((one) => one.id === id);
      if (row !== undefined) return { row, choices };
    }
    throw new Error(`no paper has a row ${id}`);
  };
  return {
    ours: (id, choice) => {
      const { row, choices } = find(id);
      const value = row.ours[choice === undefined ? 0 : choices.findIndex(({ name }) => name === choice)];
      if (typeof value !== 'number') throw new Error(`row ${id} has no number of ${choice ?? 'the first choice'}`);
      return value;
    },
    published: (id) => {
      const { published } = find(id).row;
      if (published === null) throw new Error(`row ${id} has no published number`);
      return published;
    },
  };
}
