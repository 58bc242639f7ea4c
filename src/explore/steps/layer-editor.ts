import { html } from '../html.ts';
import { whole } from './drawing/number-short.ts';
import { MOST, readNumber, resized, type SmallLayer } from './small-layer.ts';

/** The grid in which weights and activations are typed. */
export interface LayerEditor {
  readonly element: HTMLElement;
  /** Shows another layer. */
  readonly fill: (layer: SmallLayer) => void;
}

/** `changed` gets every layer that is typed, as long as all of it can be understood; what cannot is said below the grid, and the layer before stays. */
export function layerEditor(changed: (layer: SmallLayer) => void): LayerEditor {
  let layer: SmallLayer = { weights: [], activations: [] };
  const [rows, columns] = [sizeInput('rows'), sizeInput('columns')];
  const grid = html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Activations and weights' });
  const faults = html('div', { class: 'faults', role: 'alert', id: 'steps-faults' });
  const read = (): void => {
    const wrong: string[] = [];
    const valueIn = (field: HTMLInputElement): number => {
      const value = readNumber(field.value);
      field.setAttribute('aria-invalid', String(typeof value === 'string'));
      if (typeof value === 'number') return value;
      wrong.push(`${field.ariaLabel}: ${value}`);
      return 0;
    };
    const lines = [...grid.querySelectorAll('tr[data-line]')].map((line) =>
      [...line.querySelectorAll('input')].map(valueIn),
    );
    faults.replaceChildren(
      ...wrong.slice(0, 3).map((text) => html('p', {}, text)),
      ...(wrong.length > 3 ? [html('p', {}, `and ${wrong.length - 3} more`)] : []),
    );
    if (wrong.length > 0) return;
    const [activations, ...weights] = lines;
    layer = { activations, weights };
    changed(layer);
  };
  const draw = (): void => {
    const { activations, weights } = layer;
    const head = html('tr', {}, html('td'), ...activations.map((_, k) => html('th', { scope: 'col' }, `column ${k}`)));
    const line = (name: string, values: readonly number[], of: string) =>
      html(
        'tr',
        { 'data-line': '' },
        html('th', { scope: 'row', class: 'short' }, name),
        ...values.map((value, k) => html('td', {}, field(value, `${of}, column ${k}`))),
      );
    grid.replaceChildren(
      html(
        'table',
        {},
        html('thead', {}, head),
        html(
          'tbody',
          {},
          line('activations', activations, 'Activation'),
          ...weights.map((own, row) => line(`row ${row}`, own, `Weight of row ${row}`)),
        ),
      ),
    );
    [rows.value, columns.value] = [String(weights.length), String(activations.length)];
    faults.replaceChildren();
  };
  const resize = (): void => {
    const [height, width] = [rows, columns].map(({ value }) =>
      Math.min(MOST, Math.max(1, Math.round(Number(value)) || 1)),
    );
    layer = resized(layer, height, width);
    draw();
    changed(layer);
  };
  for (const size of [rows, columns]) size.addEventListener('change', resize);
  grid.addEventListener('change', read);
  const element = html(
    'details',
    { class: 'editor' },
    html('summary', {}, 'Edit weights and activations'),
    html(
      'p',
      { class: 'note' },
      'Blank or 0 is no weight. A code of 4 bits stands for 15 different weights; where there are more, they share the nearest ones. Numbers have 16 bits, 8 of them behind the point.',
    ),
    html('div', { class: 'controls' }, html('label', {}, 'Rows ', rows), html('label', {}, 'Columns ', columns)),
    grid,
    faults,
  );
  return {
    element,
    fill(next) {
      layer = next;
      draw();
    },
  };
}

function sizeInput(name: string): HTMLInputElement {
  return html('input', { type: 'number', min: 1, max: MOST, step: 1, 'aria-label': `Number of ${name}` });
}

function field(value: number, name: string): HTMLInputElement {
  return html('input', {
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    'aria-label': name,
    'aria-describedby': 'steps-faults',
    value: value === 0 ? '' : whole(value),
  });
}
