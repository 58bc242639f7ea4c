import { isOnPadding } from '../../../machines/eie/view/rules.ts';
import type { ElementState, LayerSteps } from '../../../machines/steps.ts';
import { svg } from './svg.ts';

/** All cycles of all PEs at a glance; the one that is shown is marked. */
export interface StripDrawing {
  readonly element: SVGSVGElement;
  readonly show: (cycle: number) => void;
}

const HEIGHT = 12;

/** A rectangle for every span in which a PE does one thing; a bar above it where its full queue blocks. `jump` gets the cycle that is clicked. */
export function stripDrawing(steps: LayerSteps, jump: (cycle: number) => void): StripDrawing {
  const { cycles, processingElements: pes } = steps;
  const mark = svg('rect', { y: -1, width: 1, height: pes * HEIGHT + 2, class: 'now' });
  const element = svg(
    'svg',
    {
      viewBox: `0 -1 ${cycles + 1} ${pes * HEIGHT + 2}`,
      preserveAspectRatio: 'none',
      class: 'strip',
      style: `height:${pes * 1.4}rem`,
      role: 'img',
      'aria-label': stripText(steps),
    },
    ...Array.from({ length: pes }, (_, p) => lane(p, steps)).flat(),
    mark,
  );
  element.addEventListener('click', (event) => {
    const box = element.getBoundingClientRect();
    jump(Math.floor(((event.clientX - box.left) / box.width) * (cycles + 1)));
  });
  return { element, show: (cycle) => mark.setAttribute('x', String(cycle)) };
}

function lane(p: number, { states, streams }: LayerSteps): SVGElement[] {
  const bars: SVGElement[] = [];
  const of = states.map(({ elements }) => elements[p]);
  const spans = (same: (state: ElementState) => string, y: number, height: number) => {
    for (let from = 0, to = 1; from < of.length; from = to, to = from + 1) {
      while (to < of.length && same(of[to]) === same(of[from])) to++;
      const kind = same(of[from]);
      // half as high: in grey its colour is that of work
      const less = kind === 'padding' ? height / 2 : 0;
      const box = { x: from, y: p * HEIGHT + y + less, width: to - from, height: height - less };
      if (kind !== '') bars.push(svg('rect', { ...box, class: `state-mark ${kind}` }));
    }
  };
  spans((state) => (isOnPadding(state, streams[p]) ? 'padding' : state.does), 3, HEIGHT - 3);
  spans(({ blocks }) => (blocks ? 'blocks' : ''), 0, 3);
  return bars;
}

function stripText({ states, cycles }: LayerSteps): string {
  const last = states[cycles].elements;
  const told = last.map(
    ({ soFar }, p) =>
      `PE ${p}: ${soFar.busy} busy, ${soFar.emptyColumn} in empty columns, ${soFar.starved} starved, ${soFar.blocked} with a full queue that blocks`,
  );
  return `All ${cycles} cycles. ${told.join('. ')}.`;
}
