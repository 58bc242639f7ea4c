import { join } from 'node:path';
import { writeResult } from '../../src/report/write-result.ts';
import { paperDocuments } from '../../src/reproduce/documents.ts';
import type { ReproductionResult } from '../../src/reproduce/record.ts';
import { reproducePaper } from '../../src/reproduce/reproduce.ts';

/** What is committed of each recomputed paper, in reports/reproduce/NAME. */
export const PAPER_FILES = /^(result\.md|report\.pdf)$/;

/** Every paper recomputed without data of the user, and the command that a reader would type. */
export async function recomputedPapers(): Promise<ReproductionResult[]> {
  const results: ReproductionResult[] = [];
  for (const paper of paperDocuments)
    results.push({ ...(await reproducePaper(paper)), command: `picojoule reproduce ${paper.name}` });
  return results;
}

/** Where its report is committed. */
export function paperFolder({ document }: ReproductionResult): string {
  return join('reports', 'reproduce', document.name);
}

/** Writes its report: words and tables as Markdown, and of EIE the paper to hand in. */
export async function writePaper(result: ReproductionResult, folder: string): Promise<void> {
  await writeResult(result, folder, result.document.name === 'eie' ? ['md', 'pdf'] : ['md']);
}
