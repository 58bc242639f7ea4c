import { html } from '../html.ts';

/** Steps a second. */
const SPEEDS = [1, 2, 5] as const;

/** Buttons and a slider that move through the cycles. */
export interface Player {
  readonly element: HTMLElement;
  /** Another layer, with so many cycles. */
  readonly reset: (cycles: number) => void;
  readonly go: (cycle: number) => void;
}

/** `shown` draws a cycle. Nothing moves until it is asked to; the arrow keys step, Home and End go to the ends. */
export function player(host: HTMLElement, shown: (cycle: number) => void): Player {
  let [cycle, cycles] = [0, 0];
  let timer: ReturnType<typeof setInterval> | undefined;
  const button = (text: string, name: string, act: () => void) => {
    const made = html('button', { type: 'button', 'aria-label': name, title: name }, text);
    made.addEventListener('click', act);
    return made;
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = '▶';
    play.ariaLabel = play.title = 'Play';
  };
  const go = (to: number): void => {
    cycle = Math.max(0, Math.min(cycles, Math.round(to)));
    slider.value = number.value = String(cycle);
    slider.setAttribute('aria-valuetext', `cycle ${cycle} of ${cycles}`);
    first.disabled = back.disabled = cycle === 0;
    last.disabled = forward.disabled = cycle === cycles;
    if (cycle === cycles) stop();
    shown(cycle);
  };
  const start = (): void => {
    if (cycle === cycles) go(0);
    clearInterval(timer);
    timer = setInterval(() => (host.hidden ? stop() : go(cycle + 1)), 1000 / Number(speed.value));
    play.textContent = '❚❚';
    play.ariaLabel = play.title = 'Pause';
  };
  const by = (to: number): void => {
    stop();
    go(to);
  };
  const first = button('|◀', 'To the start', () => by(0));
  const back = button('◀', 'One cycle back', () => by(cycle - 1));
  const play = button('▶', 'Play', () => (timer === undefined ? start() : stop()));
  const forward = button('▶|', 'One cycle on', () => by(cycle + 1));
  const last = button('▶▶|', 'To the end', () => by(cycles));
  const slider = html('input', { type: 'range', min: 0, max: 0, step: 1, 'aria-label': 'Cycle' });
  const number = html('input', { type: 'number', min: 0, max: 0, step: 1, 'aria-label': 'Jump to cycle' });
  const of = html('span');
  const speed = html(
    'select',
    { 'aria-label': 'Speed' },
    ...SPEEDS.map((one) => html('option', { value: one }, `${one} a second`)),
  );
  slider.addEventListener('input', () => by(Number(slider.value)));
  number.addEventListener('change', () => by(Number(number.value) || 0));
  speed.addEventListener('change', () => timer !== undefined && start());
  addEventListener('keydown', (event) => {
    if (host.hidden || event.altKey || event.ctrlKey || event.metaKey || isTaken(event.target)) return;
    const to = { ArrowRight: cycle + 1, ArrowLeft: cycle - 1, Home: 0, End: cycles }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    by(to);
  });
  return {
    element: html(
      'div',
      { class: 'controls play', role: 'group', 'aria-label': 'Cycles' },
      first,
      back,
      play,
      forward,
      last,
      slider,
      html('label', {}, 'cycle ', number, ' ', of),
      speed,
    ),
    go: by,
    reset(count) {
      cycles = count;
      for (const input of [slider, number]) input.max = String(count);
      of.textContent = `of ${count}`;
    },
  };
}

/** Whether keys mean something to what has the focus. */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [role=tab], [role=region]') !== null;
}
