import { onDarkPaper } from '../../report/html/dark-colours.ts';
import { html } from '../html.ts';
import type { BarRow, Part } from './figures.ts';

/** A figure that is a table: a row for each layer with its bar and its number, so that who sees no bar reads the numbers. */
export interface Figure {
  readonly host: HTMLElement;
  /** @param longest value that a bar of full length stands for */
  readonly draw: (rows: readonly BarRow[], longest: number) => void;
}

export function figure(id: string, title: string, note: string, head: string): Figure {
  const body = html('tbody');
  const host = html(
    'figure',
    { id },
    html('figcaption', {}, html('h3', {}, title), html('p', {}, note)),
    html(
      'table',
      { class: 'bars', 'aria-label': title },
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          html('th', { scope: 'col' }, 'layer'),
          html('td', { class: 'bar' }),
          html('th', { scope: 'col', class: 'number' }, head),
        ),
      ),
      body,
    ),
  );
  return {
    host,
    draw: (rows, longest) => body.replaceChildren(...rows.map((row) => barRow(row, longest))),
  };
}

function barRow({ name, parts, text }: BarRow, longest: number): HTMLElement {
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, name),
    html('td', { class: 'bar' }, bar(parts, longest)),
    html('td', { class: 'number' }, text),
  );
}

function bar(parts: readonly Part[], longest: number): HTMLElement {
  const spoken = parts
    .filter(({ value }) => value > 0)
    .map(({ title, value }) => `${title} ${((value / longest) * 100).toFixed(1)} %`);
  return html(
    'div',
    { class: 'stack', role: 'img', 'aria-label': spoken.length === 1 ? parts[0].title : spoken.join(', ') },
    parts.filter(({ value }) => value > 0).map((part) => segment(part, part.value / longest)),
  );
}

function segment(part: Part, share: number): HTMLElement {
  return html('i', {
    class: `pattern ${part.pattern}`,
    title: part.title,
    width: `${(share * 100).toFixed(4)}%`,
    ...colours(part.colour),
  });
}

/** A small field of the colour and pattern of a part, for legends. */
export function swatch({ colour, pattern }: Pick<Part, 'colour' | 'pattern'>): HTMLElement {
  return html('i', { class: `pattern swatch ${pattern}`, 'aria-hidden': 'true', ...colours(colour) });
}

function colours(colour: string): Record<string, string> {
  return { '--light': colour, '--dark': onDarkPaper(colour), '--mark': isLight(colour) ? '#00000066' : '#ffffff8c' };
}

function isLight(colour: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
}
