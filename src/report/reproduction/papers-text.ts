import { paperDocuments } from '../../reproduce/documents.ts';
import { wrapWords } from '../text/wrap-words.ts';

/** What `picojoule reproduce list` prints: each paper, how much work it is, and what data it can use. */
export function renderPapers(width = 100): string {
  const parts = paperDocuments.map(({ name, paper, takes, data }) => {
    const lines = [
      `computes: ${takes}`,
      ...data.map(({ option, what, where, without }) => `--${option}: ${what} (${where}). Without it: ${without}`),
      ...(data.length === 0 ? ['needs no data'] : []),
    ];
    const indented = lines.map((line) => wrapWords(line, width - 4).replace(/^/gm, '    '));
    return [name, wrapWords(paper, width - 2).replace(/^/gm, '  '), ...indented].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}
