import { categories as CATEGORIES, categoryTitles } from '../../report/categories.ts';
import { categoryColours } from '../../report/picture/palette.ts';
import { numberText } from '../../report/text/number-text.ts';
import type { PricedSteps } from '../../run/one-layer/layer-steps.ts';
import { html } from '../html.ts';

/** What the layer has cost until a cycle, by category. */
export interface EnergyPanel {
  readonly element: HTMLElement;
  readonly show: (cycle: number) => void;
}

export function energyPanel({ energyPj, steps }: PricedSteps): EnergyPanel {
  const whole = energyPj[steps.cycles];
  const categories = CATEGORIES.filter((category) => whole[category] > 0);
  const figure = html('p', { class: 'figure' });
  const bar = html('div', { class: 'energy-bar', 'aria-hidden': 'true' });
  const parts = categories.map((category) =>
    html('i', { class: category, style: `background-color:${categoryColours[category]}` }),
  );
  bar.append(...parts);
  const lines = categories.map((category) => ({
    category,
    soFar: html('td', { class: 'number', 'data-energy': category }),
    now: html('td', { class: 'number' }),
  }));
  const table = html(
    'table',
    { class: 'energy' },
    html('caption', {}, 'Energy by category'),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        ...['', 'until now (pJ)', 'in this cycle (pJ)'].map((head, k) =>
          html('th', { scope: 'col', class: k === 0 ? '' : 'number' }, head),
        ),
      ),
    ),
    html(
      'tbody',
      {},
      ...lines.map(({ category, soFar, now }) =>
        html(
          'tr',
          {},
          html(
            'th',
            { scope: 'row', class: 'short' },
            html('i', { class: category, style: `background-color:${categoryColours[category]}` }),
            categoryTitles[category],
          ),
          soFar,
          now,
        ),
      ),
    ),
  );
  return {
    element: html('div', { class: 'energy-panel' }, figure, bar, table),
    show(cycle) {
      const [now, before] = [energyPj[cycle], energyPj[Math.max(0, cycle - 1)]];
      figure.replaceChildren(
        html('strong', { 'data-energy': 'total' }, numberText(now.total, 4)),
        ` of ${numberText(whole.total, 4)} pJ`,
      );
      for (const [k, { category, soFar, now: cell }] of lines.entries()) {
        parts[k].style.width = `${(100 * now[category]) / whole.total}%`;
        soFar.textContent = numberText(now[category], 3);
        cell.textContent = cycle === 0 ? numberText(now[category], 3) : numberText(now[category] - before[category], 3);
      }
    },
  };
}
