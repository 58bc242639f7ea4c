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

/** Cycles of a layer that are spent on one thing, by whatever processing elements. */
export interface SpentOn {
  readonly title: string;
  readonly cycles: number;
  /** Of the layer. */
  readonly share: number;
  /** Who bounds it then: a PE, or PEs in turn; blank where it is none. */
  readonly by: string;
  /** How many PEs bound it in turn, and which of them most. */
  readonly bounds: number;
  readonly most: number | undefined;
  readonly shorter: string;
}

/** What the cycles of a layer are spent on, the most first. */
export function spentOn({ cycles: all, parts }: ExplainedCycles): readonly SpentOn[] {
  const titles = [...new Set(parts.map(({ title }) => title))];
  return titles
    .map((title) => {
      const of = parts.filter((part) => part.title === title);
      const cycles = of.reduce((sum, part) => sum + part.cycles, 0);
      const [{ processingElement: most }] = of.toSorted((a, b) => b.cycles - a.cycles);
      return { title, cycles, share: cycles / all, by: whoText(of), bounds: of.length, most, shorter: of[0].shorter };
    })
    .toSorted((a, b) => b.cycles - a.cycles);
}

/** Why a layer takes its cycles: what they are spent on, by whom, and what would make it shorter. */
export function renderCycles(explained: ExplainedCycles): string {
  const rows = spentOn(explained);
  const table = textTable([
    { head: 'spent on', cells: rows.map(({ title }) => title), align: 'left' },
    { head: 'cycles', cells: rows.map(({ cycles }) => String(cycles)), align: 'right' },
    { head: '%', cells: rows.map(({ share }) => percentText(share)), align: 'right' },
    { head: 'by', cells: rows.map(({ by }) => by), align: 'left' },
    { head: 'shorter with', cells: rows.map(({ shorter }) => shorter), align: 'left' },
  ]);
  const about = `${explained.layer} takes ${explained.cycles} cycles; followed back from the last write, each wait for what came last:`;
  return `${about}\n\n${table}\n`;
}

/** Processing elements that take turns in bounding a layer. */
function whoText(parts: ExplainedCycles['parts']): string {
  const [most, ...others] = parts.toSorted((a, b) => b.cycles - a.cycles);
  if (most.processingElement === undefined) return '';
  const name = `PE ${most.processingElement}`;
  return others.length === 0 ? name : `${others.length + 1} PEs in turn, ${name} most (${most.cycles})`;
}
