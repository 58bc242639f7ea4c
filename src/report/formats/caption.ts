import { chartNotes } from '../html/chart-notes.ts';
import { capital } from '../text/human-names.ts';
import type { Drawing, Format } from './format.ts';

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What a figure shows and how to read it, which part of the result, of which machine and network, and what made it. */
export function captionOf({ chart, spec, origin }: Pick<Drawing, 'chart' | 'spec' | 'origin'>): string {
  const [, leftOut] = String(spec.description).split(`${chart.title}: `);
  const parts = [chart.title, chart.note ?? chartNotes[chart.name], leftOut && capital(leftOut), ...origin];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => sentence(part))
    .join(' ');
}

/** A caption for each chart, ready to be edited. */
export const caption: Format = {
  name: 'caption',
  description: 'a caption for each chart: what it shows, of what, and what made it',
  ofChart: (drawing) => ({ name: `${drawing.chart.name}.caption.txt`, content: `${captionOf(drawing)}\n` }),
};
