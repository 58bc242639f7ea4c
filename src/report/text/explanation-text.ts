import type { Term } from '../../run/charged-terms.ts';
import type { ExplainedCycles } from '../../run/explain.ts';
import { percentText } from './number-text.ts';
import { textTable } from './text-table.ts';
import { wrapWords } from './wrap-words.ts';

const WIDTH = 100;

/** A number of the record for people: what it is, how it comes about, who says so, and what would change it. */
export function renderTerm({ name, title, unit, definition, formula, source, changedBy }: Term): string {
  const lines = [
    `${title}${unit === '' ? '' : ` (${unit})`}: ${definition}`,
    ...(formula === undefined ? [] : [`formula: ${formula}`]),
    ...(changedBy === undefined ? [] : [`changed by: ${changedBy}`]),
    ...(source === undefined ? [] : [`source: ${source}`]),
    `in the record: ${name}`,
  ];
  return `${lines.map((line) => wrapWords(line, WIDTH).replaceAll('\n', '\n  ')).join('\n')}\n`;
}

/** Why a layer takes its cycles: what they are spent on, by whom, and what would make it shorter. */
export function renderCycles({ layer, cycles, parts }: ExplainedCycles): string {
  const titles = [...new Set(parts.map(({ title }) => title))];
  const rows = titles
    .map((title) => {
      const of = parts.filter((part) => part.title === title);
      return { title, of, cycles: of.reduce((sum, part) => sum + part.cycles, 0), shorter: of[0].shorter };
    })
    .toSorted((a, b) => b.cycles - a.cycles);
  const table = textTable([
    { head: 'spent on', cells: rows.map(({ title }) => title), align: 'left' },
    { head: 'cycles', cells: rows.map((row) => String(row.cycles)), align: 'right' },
    { head: '%', cells: rows.map((row) => percentText(row.cycles / cycles)), align: 'right' },
    { head: 'by', cells: rows.map(({ of }) => whoText(of)), align: 'left' },
    { head: 'shorter with', cells: rows.map(({ shorter }) => shorter), align: 'left' },
  ]);
  const about = `${layer} takes ${cycles} cycles; followed back from the last write, each wait for what came last:`;
  return `${about}\n\n${table}\n`;
}

/** Processing elements that take turns in bounding a layer. */
function whoText(parts: ExplainedCycles['parts']): string {
  const [most, ...others] = parts.toSorted((a, b) => b.cycles - a.cycles);
  if (most.processingElement === undefined) return '';
  const name = `PE ${most.processingElement}`;
  return others.length === 0 ? name : `${others.length + 1} PEs in turn, ${name} most (${most.cycles})`;
}
