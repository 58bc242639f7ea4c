import { categoryColours } from '../../report/picture/palette.ts';
import { numberText } from '../../report/text/number-text.ts';
import type { RunResult } from '../../run/result.ts';
import { html } from '../html.ts';
import { contrast, joules } from './figures.ts';

/** Arithmetic against memory on one logarithmic axis: a circle and a square in each layer's row. */
export interface ContrastFigure {
  readonly host: HTMLElement;
  readonly draw: (record: RunResult, decades: readonly [from: number, to: number]) => void;
}

/** Powers of ten (of pJ) that hold all that is drawn. */
export function decadesOf(records: readonly RunResult[]): [number, number] {
  const values = records
    .flatMap(({ layers }) => layers.map(contrast))
    .flatMap(({ arithmeticPj, memoryPj }) => [arithmeticPj, memoryPj])
    .filter((value) => value > 0)
    .map(Math.log10);
  if (values.length === 0) return [0, 1];
  const [from, to] = [Math.floor(Math.min(...values)), Math.ceil(Math.max(...values))];
  return [from, Math.max(to, from + 1)];
}

export function contrastFigure(): ContrastFigure {
  const axis = html('div', { class: 'log axis', 'aria-hidden': 'true' });
  const body = html('tbody');
  const head = (text: string) => html('th', { scope: 'col', class: text === 'layer' ? undefined : 'number' }, text);
  const host = html(
    'figure',
    { id: 'explore-contrast' },
    html(
      'figcaption',
      {},
      html('h3', {}, 'Arithmetic against memory'),
      html(
        'p',
        {},
        html('i', { class: 'circle', 'aria-hidden': 'true', '--at': categoryColours.arithmetic }),
        ' computing, ',
        html('i', { class: 'square', 'aria-hidden': 'true', '--at': categoryColours.sram }),
        ' memory access, on a logarithmic axis: from one line to the next is ten times.',
      ),
    ),
    html(
      'table',
      { class: 'bars', 'aria-label': 'Arithmetic against memory' },
      html(
        'thead',
        {},
        html('tr', {}, head('layer'), html('td', {}, axis), head('arithmetic'), head('memory'), head('times')),
      ),
      body,
    ),
  );
  return {
    host,
    draw: ({ layers }, [from, to]) => {
      const place = (pj: number) => (pj <= 0 ? 0 : Math.max(0, ((Math.log10(pj) - from) / (to - from)) * 100));
      const ticks = Array.from({ length: to - from + 1 }, (_, k) => from + k);
      axis.replaceChildren(
        ...ticks.map((power) =>
          html('span', { '--place': `${place(10 ** power)}%` }, joules(10 ** power).replace('1.00', '1')),
        ),
      );
      body.replaceChildren(
        ...layers.map((layer) => {
          const { arithmeticPj, memoryPj, ratio } = contrast(layer);
          const [low, high] = [arithmeticPj, memoryPj].map(place).toSorted((a, b) => a - b);
          const number = (text: string) => html('td', { class: 'number' }, text);
          return html(
            'tr',
            {},
            html('th', { scope: 'row' }, layer.name),
            html(
              'td',
              { class: 'bar' },
              html(
                'div',
                { class: 'log', 'aria-hidden': 'true' },
                ticks.map((power) => html('b', { '--place': `${place(10 ** power)}%` })),
                html('u', { '--place': `${low}%`, '--long': `${high - low}%` }),
                html('i', {
                  class: 'circle',
                  '--place': `${place(arithmeticPj)}%`,
                  '--at': categoryColours.arithmetic,
                }),
                html('i', { class: 'square', '--place': `${place(memoryPj)}%`, '--at': categoryColours.sram }),
              ),
            ),
            number(joules(arithmeticPj)),
            number(joules(memoryPj)),
            number(ratio === null ? '-' : numberText(ratio)),
          );
        }),
      );
    },
  };
}
