import type { Rule } from '../../machines/eie/view/rules.ts';
import { html } from '../html.ts';

/** What happens in a cycle, in words: the central control, then each PE. */
export interface NowList {
  readonly element: HTMLElement;
  readonly show: (cycle: number, cycles: number, rules: readonly Rule[]) => void;
  /** Marks the line of a part whose picture is looked at; undefined marks none. */
  readonly mark: (part: number | undefined) => void;
}

/** Part 0 is the central control, part p + 1 is PE p. */
export function nowList(parts: number): NowList {
  const heading = html('h3', {});
  const lines = Array.from({ length: parts }, () => html('li'));
  const spoken = html('p', { class: 'hidden', role: 'status' });
  return {
    element: html('div', { class: 'now' }, heading, html('ul', { class: 'now-list' }, ...lines), spoken),
    show(cycle, cycles, rules) {
      heading.textContent = cycle === 0 ? `Before the first cycle (of ${cycles})` : `In cycle ${cycle} of ${cycles}`;
      for (const [part, { state, rule }] of rules.entries())
        lines[part].replaceChildren(html('b', {}, `${nameOfPart(part)}: ${state}.`), rule);
      spoken.textContent = `Cycle ${cycle} of ${cycles}. ${rules.map(({ state }, part) => `${nameOfPart(part)} ${state}`).join('. ')}.`;
    },
    mark(part) {
      for (const [k, line] of lines.entries()) line.classList.toggle('seen', k === part);
    },
  };
}

export function nameOfPart(part: number): string {
  return part === 0 ? 'Central control' : `PE ${part - 1}`;
}
