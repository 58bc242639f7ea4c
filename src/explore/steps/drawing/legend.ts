import { html } from '../../html.ts';
import { svg } from './svg.ts';

const STATES = [
  ['busy', 'busy: an entry goes into the pipeline'],
  ['padding', 'padding zero: busy, multiplies nothing (half as high)'],
  ['emptyColumn', 'empty column'],
  ['starved', 'starved: waits for work'],
  ['blocks', 'bar above: its full queue blocks the broadcast'],
] as const;

/** What the colours of the states mean. */
export function legend(): HTMLElement {
  return html(
    'ul',
    { class: 'legend' },
    ...STATES.map(([kind, name]) =>
      html(
        'li',
        {},
        svg(
          'svg',
          { viewBox: '0 0 12 12', 'aria-hidden': 'true' },
          svg('rect', { x: 1, y: 1, width: 10, height: 10, class: `state-mark ${kind}` }),
        ),
        name,
      ),
    ),
  );
}
