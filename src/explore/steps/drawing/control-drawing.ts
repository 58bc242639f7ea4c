import { nameOf, type Rule, scanRule } from '../../../machines/eie/view/rules.ts';
import type { LayerSteps, MachineState } from '../../../machines/steps.ts';
import { short } from './number-short.ts';
import { cells, label, svg } from './svg.ts';

const WIDTH = 358;
const LEFT = 8;
/** Activations a line: whole scan rows. */
const A_LINE = { 1: 8, 2: 8, 3: 6, 4: 8 } as const;

/** The central control: activations, scanned row by row, and the broadcast. */
export interface ControlDrawing {
  readonly element: SVGSVGElement;
  readonly show: (state: MachineState) => Rule;
}

export function controlDrawing(steps: LayerSteps): ControlDrawing {
  const { activations, processingElements: pes } = steps;
  const perLine = A_LINE[pes as keyof typeof A_LINE] ?? pes;
  const width = (WIDTH - 2 * LEFT) / perLine;
  const lines = Math.ceil(activations.length / perLine);
  const boxes = cells(activations.length, LEFT, 34, width, 27, perLine);
  const [title, heading] = [label(LEFT, 20, 'name'), label(LEFT + 122, 20, 'part')];
  title.say('Central control');
  heading.say(`activations, a scan row of ${pes} at a time`);
  const below = 34 + lines * 30;
  const row = svg('rect', { height: 31, rx: 3, class: 'scan-row' });
  const [detection, sent] = [stage('non-zero detection', below + 10), stage('broadcast to all queues', below + 60)];
  const height = below + 112;
  const element = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, class: 'control', tabindex: 0, role: 'img' },
    svg('rect', { x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 6, class: 'frame' }),
    title.text,
    heading.text,
    boxes.group,
    row,
    svg('path', { d: `M${WIDTH / 2} ${below + 1} v14`, class: 'wire', 'marker-end': 'url(#steps-arrow)' }),
    svg('path', { d: `M${WIDTH / 2} ${below + 48} v16`, class: 'wire', 'marker-end': 'url(#steps-arrow)' }),
    detection.group,
    sent.group,
  );
  return {
    element,
    show(state) {
      const { scan } = state;
      const rule = scanRule(state, steps);
      const next = scan.hit === null ? undefined : scan.hit.column;
      const passed = (column: number) => isPassed(column, scan, steps);
      for (const [column, value] of activations.entries()) {
        const kind = column === next ? 'works' : value === 0 ? 'zero' : passed(column) ? 'sent' : 'item';
        boxes.show(column, { name: `c${column}`, value: short(value), kind });
      }
      const first = (scan.row ?? 0) * pes;
      const count = Math.min(pes, activations.length - first);
      row.setAttribute('x', String(LEFT + (first % perLine) * width - 1));
      row.setAttribute('y', String(32 + Math.floor(first / perLine) * 30));
      row.setAttribute('width', String(Math.max(0, count) * width + 2));
      row.setAttribute('visibility', scan.row === null || count <= 0 ? 'hidden' : 'visible');
      const name = scan.hit === null ? '' : `${nameOf(scan.hit.column, steps)} (${short(scan.hit.activation)})`;
      detection.show(
        scan.hit === null ? (scan.does === 'miss' ? 'empty' : 'blank') : 'works',
        DETECTS[scan.does] ?? `finds ${name}`,
      );
      sent.show(
        scan.does === 'send' ? 'works' : scan.does === 'wait' ? 'full' : 'blank',
        SENDS[scan.does] ?? `${name}, with the next edge`,
      );
      element.setAttribute('aria-label', `Central control: ${rule.state}. ${rule.rule}`);
      return rule;
    },
  };
}

const DETECTS: Readonly<Record<string, string>> = {
  reset: 'nothing to scan yet',
  miss: 'no further hit in this row: loads the next',
  done: 'everything is scanned',
};

const SENDS: Readonly<Record<string, string>> = {
  reset: 'nothing',
  miss: 'nothing',
  done: 'nothing',
  wait: 'waits: a queue is full',
};

/** Whether an activation that is not zero has been sent. */
function isPassed(column: number, { sent }: MachineState['scan'], { activations }: LayerSteps): boolean {
  return activations.slice(0, column).filter((value) => value !== 0).length < sent;
}

function stage(name: string, y: number) {
  const title = label(LEFT, y + 6, 'part');
  title.say(name);
  const box = svg('rect', { x: LEFT + 1, y: y + 11, width: WIDTH - 2 * LEFT - 2, height: 22, rx: 3 });
  const text = label(LEFT + 7, y + 26, 'small');
  return {
    group: svg('g', { 'data-stage': name }, title.text, box, text.text),
    show(kind: string, words: string) {
      box.setAttribute('class', `cell ${kind}`);
      text.say(words);
    },
  };
}
