import type { Eie } from '../../machines/eie/hardware.ts';
import { html } from '../html.ts';
import { CONTROLS, type Control, positionsOf } from './controls.ts';
import type { Point } from './point.ts';

/** Controls on the page. */
export interface ControlPanel {
  readonly host: HTMLElement;
  /** Puts all of them where a point stands. @param base the machine that it starts from @param machine the point's own, where it can be */
  readonly put: (point: Point, base: Eie, machine: Eie | undefined) => void;
  readonly focus: (id: string) => void;
}

/** What happens to a control: `moving` while it is dragged, `moved` when it is let go. */
export type Moved = (id: string, value: string, own: string, isDone: boolean) => void;

export function controlPanel(onMoved: Moved): ControlPanel {
  const made = CONTROLS.map((control) => ({ control, ...oneControl(control, onMoved) }));
  const groups = [...new Set(CONTROLS.map(({ group }) => group))];
  const host = html(
    'form',
    { class: 'controls', 'aria-label': 'Machine and network' },
    groups.map((group) =>
      html(
        'fieldset',
        {},
        html('legend', {}, group),
        made.filter(({ control }) => control.group === group).map(({ host: one }) => one),
      ),
    ),
  );
  host.addEventListener('submit', (event) => event.preventDefault());
  return {
    host,
    put: (point, base, machine) => {
      for (const { control, put } of made)
        put(point.values[control.id], control.read(base), control.idle?.(machine ?? base));
    },
    focus: (id) => made.find(({ control }) => control.id === id)?.field.focus(),
  };
}

function oneControl(control: Control, onMoved: Moved) {
  const id = `explore-${control.id}`;
  let own = '';
  const input = control.kind === 'slider' ? slider : choice;
  const { field, output, fill } = input(control, id, (value, isDone) => onMoved(control.id, value, own, isDone));
  const why = html('small', { id: `${id}-why` });
  const host = html('div', { class: 'control' }, html('label', { for: id }, control.label), output, field, why);
  const put = (value: string | undefined, ofConfig: string, idle: string | undefined) => {
    own = ofConfig;
    const wanted = value ?? ofConfig;
    fill(positionsOf(control, ofConfig, wanted), wanted);
    field.disabled = idle !== undefined;
    why.textContent = idle ?? '';
    host.classList.toggle('changed', value !== undefined);
  };
  return { host, field, put };
}

/** What a value is chosen with. */
interface Input {
  readonly field: HTMLInputElement | HTMLSelectElement;
  readonly output?: HTMLElement;
  readonly fill: (positions: readonly string[], wanted: string) => void;
}

type Heard = (value: string, isDone: boolean) => void;

function slider(control: Control, id: string, heard: Heard): Input {
  const field = html('input', { type: 'range', id, min: 0, step: 1, 'aria-describedby': `${id}-why` });
  const output = html('output', { for: id });
  let positions: readonly string[] = [];
  const tell = () => {
    const text = control.shown(positions[field.valueAsNumber]);
    output.textContent = text;
    field.setAttribute('aria-valuetext', text);
  };
  const hear = (isDone: boolean) => {
    tell();
    heard(positions[field.valueAsNumber], isDone);
  };
  field.addEventListener('input', () => hear(false));
  field.addEventListener('change', () => hear(true));
  const fill: Input['fill'] = (found, wanted) => {
    positions = found;
    field.max = String(positions.length - 1);
    field.value = String(positions.indexOf(wanted));
    tell();
  };
  return { field, output, fill };
}

function choice(control: Control, id: string, heard: Heard): Input {
  const field = html('select', { id, 'aria-describedby': `${id}-why` });
  field.addEventListener('change', () => heard(field.value, true));
  const fill: Input['fill'] = (positions, wanted) => {
    field.replaceChildren(...positions.map((one) => html('option', { value: one }, control.shown(one))));
    field.value = wanted;
  };
  return { field, fill };
}
