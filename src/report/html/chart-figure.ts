import { capital } from '../text/human-names.ts';
import { htmlText, scriptJson } from './escape.ts';

/** A chart of the page, compiled to Vega. */
export interface PageChart {
  readonly name: string;
  readonly title: string;
  /** How to read it. */
  readonly note?: string | undefined;
  readonly spec: unknown;
  /** The same for a telephone; data sets with `same` are those of `spec` with that number. */
  readonly narrow: unknown;
  /** What of the record it does not show. */
  readonly leftOut?: string;
  /** Which of its data sets holds what the chart draws. */
  readonly dataset: number;
}

/** A chart with its title, how to read it, and its data as a table, which is also what a screen reader reads. */
export function chartFigure({ name, title, note: told, spec, narrow, dataset, leftOut }: PageChart): string {
  const [id, text, note] = [
    htmlText(name),
    htmlText(title),
    htmlText([told, leftOut && `${capital(leftOut)}.`].filter((one) => one !== undefined).join(' ')),
  ];
  return [
    `<figure id="${id}" data-chart="${id}" data-rows="${dataset}" aria-labelledby="${id}-title">`,
    `<figcaption><h3 id="${id}-title">${text}</h3>${note === '' ? '' : `<p>${note}</p>`}</figcaption>`,
    `<div class="chart" role="img" aria-label="${text}. ${note} The data are in the table below."><div class="plot"></div></div>`,
    `<details><summary>Data as a table<span class="hidden">: ${text}</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Data: ${text}"></div></details>`,
    `<script type="application/json">${scriptJson(spec)}</script>`,
    `<script type="application/json" class="narrow">${scriptJson(narrow)}</script>`,
    '</figure>',
  ].join('\n');
}
