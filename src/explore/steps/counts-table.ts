import type { ElementState, LayerSteps } from '../../machines/steps.ts';
import { html } from '../html.ts';

const COLUMNS: readonly (readonly [keyof ElementState['soFar'], string])[] = [
  ['busy', 'busy'],
  ['emptyColumn', 'empty column'],
  ['starved', 'starved'],
  ['blocked', 'blocks'],
  ['bypasses', 'bypasses'],
];

/** What each PE did until a cycle. */
export function countsTable({ states, processingElements: pes }: LayerSteps) {
  const rows = Array.from({ length: pes + 1 }, () =>
    COLUMNS.map(([key]) => html('td', { class: 'number', 'data-count': key })),
  );
  const line = (cells: readonly HTMLElement[], name: string) =>
    html('tr', {}, html('th', { scope: 'row', class: 'short' }, name), ...cells);
  const head = ['', ...COLUMNS.map(([, name]) => name)].map((name, k) =>
    html('th', { scope: 'col', class: k === 0 ? '' : 'number' }, name),
  );
  return {
    element: html(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Cycles until now' },
      html(
        'table',
        { class: 'counts' },
        html('caption', {}, 'Cycles until now'),
        html('thead', {}, html('tr', {}, ...head)),
        html('tbody', {}, ...rows.slice(0, pes).map((cells, p) => line(cells, `PE ${p}`))),
        html('tfoot', {}, line(rows[pes], 'all')),
      ),
    ),
    show(cycle: number) {
      const { elements } = states[cycle];
      for (const [k, [key]] of COLUMNS.entries()) {
        for (const [p, { soFar }] of elements.entries()) rows[p][k].textContent = String(soFar[key]);
        rows[pes][k].textContent = String(elements.reduce((sum, { soFar }) => sum + soFar[key], 0));
      }
    },
  };
}
