import { formatFault, UserError } from '../../base/user-error.ts';
import type { Rule } from '../../machines/eie/view/rules.ts';
import type { LayerSteps } from '../../machines/steps.ts';
import type { PricedSteps } from '../../run/one-layer/layer-steps.ts';
import { html } from '../html.ts';
import { fromAddress, toAddress } from './address.ts';
import { countsTable } from './counts-table.ts';
import { controlDrawing } from './drawing/control-drawing.ts';
import { elementDrawing } from './drawing/element-drawing.ts';
import { legend } from './drawing/legend.ts';
import { stripDrawing } from './drawing/strip-drawing.ts';
import { svg } from './drawing/svg.ts';
import { energyPanel } from './energy-panel.ts';
import { EXAMPLES } from './examples.ts';
import { filesPanel } from './files-panel.ts';
import { layerEditor } from './layer-editor.ts';
import { nameOfPart, nowList } from './now-list.ts';
import { player } from './player.ts';
import { type SmallMachine, simulateSmall } from './simulate-small.ts';
import { CHOICES, type Choice } from './small-layer.ts';
import { stepsStyle } from './steps-style.ts';
import { tip } from './tip.ts';

/** Changes of the cycle are put into the address when they have stopped for so long (ms): browsers allow few a second. */
const SETTLED = 300;

/** A small layer, cycle by cycle: every picture is a state of the simulator. */
export function mountSteps(host: HTMLElement): void {
  const { small: machine } = JSON.parse(document.getElementById('setup')!.textContent) as { small: SmallMachine };
  document.head.append(html('style', {}, stepsStyle));
  let { choice, cycle } = asked(host.id) ?? { choice: EXAMPLES[0].choice, cycle: 0 };
  let draw = (_cycle: number): void => {};
  const picture = html('div');
  const message = html('p', { class: 'faults', role: 'alert' });
  const controls = player(host, (to) => {
    cycle = to;
    draw(to);
    later();
  });
  const files = filesPanel(machine);
  const own = tip();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const address = () => `#${host.id}?${toAddress(choice, cycle)}`;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => !host.hidden && history.replaceState(history.state, '', address()), SETTLED);
  };
  const simulate = (): void => {
    try {
      const priced = simulateSmall(choice, machine);
      message.textContent = priced.result.warnings.join('. ');
      draw = pictureOf(priced, picture, own, (to) => controls.go(to));
      controls.reset(priced.steps.cycles);
      files.show(choice);
      controls.go(cycle);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      message.textContent = error.faults.map(formatFault).join(' ');
    }
  };
  const editor = layerEditor((layer) => change({ ...choice, ...layer }));
  const picks = pickers((part) => change({ ...choice, ...part }));
  const examples = exampleMenu((next) => change(next, true));
  const change = (next: Choice, isNew = false): void => {
    clearTimeout(timer);
    history.replaceState(history.state, '', address());
    choice = next;
    if (isNew) cycle = 0;
    history.pushState(history.state, '', address());
    show();
  };
  const show = (): void => {
    picks.show(choice);
    editor.fill(choice);
    simulate();
  };
  addEventListener('popstate', () => {
    const before = asked(host.id);
    if (before === undefined) return;
    ({ choice, cycle } = before);
    show();
  });
  // another view has the address while it is shown
  new MutationObserver(later).observe(host, { attributes: true, attributeFilter: ['hidden'] });
  host.classList.add('steps');
  host.append(
    html('h2', {}, 'Step by step'),
    html(
      'p',
      {},
      'A small layer on an EIE. Every picture is a state of the simulator that runs the large ones; step with the arrow keys, and point at a part to see what it does and why.',
    ),
    html('div', { class: 'choices' }, examples.element, picks.element, editor.element),
    message,
    controls.element,
    picture,
    files.element,
    own.element,
  );
  show();
  if (location.hash.includes('?') && asked(host.id) === undefined)
    message.textContent = 'The address of this page names no layer that can be shown; this is the first example.';
}

/** What the address says of the view. */
function asked(view: string) {
  const [id, state] = location.hash.slice(1).split('?');
  return id !== view || state === undefined ? undefined : fromAddress(decodeURIComponent(state));
}

/** Draws a layer into its place, and gives what shows a cycle of it. */
function pictureOf(
  { steps, ...priced }: PricedSteps,
  host: HTMLElement,
  own: ReturnType<typeof tip>,
  jump: (cycle: number) => void,
): (cycle: number) => void {
  const control = controlDrawing(steps);
  const elements = Array.from({ length: steps.processingElements }, (_, p) => elementDrawing(p, steps));
  const now = nowList(elements.length + 1);
  const [energy, counts] = [energyPanel({ steps, ...priced }), countsTable(steps)];
  const strip = stripDrawing(steps, jump);
  let rules: readonly Rule[] = [];
  for (const [part, { element }] of [control, ...elements].entries())
    own.follow(
      element,
      nameOfPart(part),
      () => rules[part],
      (isSeen) => now.mark(isSeen ? part : undefined),
    );
  host.replaceChildren(
    arrowHead(),
    html('p', { class: 'printed' }, machineText(steps)),
    html('div', { class: 'machine' }, control.element, now.element),
    html('div', { class: 'pes', style: `--pes:${elements.length}` }, ...elements.map(({ element }) => element)),
    html('h3', {}, 'All cycles'),
    strip.element,
    legend(),
    html('div', { class: 'numbers' }, energy.element, counts.element),
  );
  return (cycle) => {
    const state = steps.states[cycle];
    rules = [control.show(state), ...elements.map(({ show }) => show(state))];
    now.show(cycle, steps.cycles, rules);
    energy.show(cycle);
    counts.show(cycle);
    strip.show(cycle);
    own.refresh();
  };
}

/** On paper the menus are gone. */
function machineText({ processingElements: pes, queueCapacity, entriesPerLine, rows, columns }: LayerSteps): string {
  return `${rows} x ${columns} weights on ${pes} PEs, queues of depth ${queueCapacity + 1}, ${entriesPerLine} entries in a line of the sparse-matrix SRAM`;
}

/** The end of every arrow. */
function arrowHead(): SVGSVGElement {
  const head = svg('path', { d: 'M0 0 L6 3 L0 6 z', fill: 'context-stroke' });
  const marker = {
    id: 'steps-arrow',
    viewBox: '0 0 6 6',
    refX: 5,
    refY: 3,
    markerWidth: 4,
    markerHeight: 4,
    orient: 'auto-start-reverse',
  };
  return svg(
    'svg',
    { width: 0, height: 0, style: 'position:absolute', 'aria-hidden': 'true' },
    svg('defs', {}, svg('marker', marker, head)),
  );
}

function exampleMenu(chosen: (choice: Choice) => void) {
  const look = html('p', { class: 'note look' });
  const menu = html(
    'select',
    { 'aria-label': 'Example' },
    html('option', { value: '' }, 'Choose an example'),
    ...EXAMPLES.map(({ name }, k) => html('option', { value: k }, name)),
  );
  menu.addEventListener('change', () => {
    const example = menu.value === '' ? undefined : EXAMPLES[Number(menu.value)];
    look.textContent = example?.look ?? '';
    if (example) chosen(example.choice);
  });
  return { element: html('div', {}, html('div', { class: 'controls' }, html('label', {}, 'Example ', menu)), look) };
}

/** What can be chosen of the machine. */
function pickers(changed: (part: Partial<Choice>) => void) {
  const named = [
    ['processingElements', 'Processing elements', (value: number) => String(value)],
    ['depth', 'Queue depth', (value: number) => `${value} (holds ${value - 1})`],
    ['widthBits', 'Sparse-matrix SRAM', (value: number) => `${value} bit`],
    ['indexBits', 'Relative index', (value: number) => `${value} bit`],
  ] as const;
  const menus = named.map(([key, name, text]) => {
    const menu = html('select', {}, ...CHOICES[key].map((value) => html('option', { value }, text(value))));
    menu.addEventListener('change', () => changed({ [key]: Number(menu.value) }));
    return { key, menu, label: html('label', {}, `${name} `, menu) };
  });
  return {
    element: html('div', { class: 'controls' }, ...menus.map(({ label }) => label)),
    show(choice: Choice) {
      for (const { key, menu } of menus) menu.value = String(choice[key]);
    },
  };
}
