import type { ReportDocument } from '../documents/document.ts';
import { microText } from '../tables/report-table.ts';
import { percentText } from '../text/number-text.ts';
import { htmlText } from './escape.ts';
import { warningList } from './warning-list.ts';

/** One bar in which every part has its share, and the key to it. */
function shareBar(shares: NonNullable<ReportDocument['shares']>): string {
  const parts = shares.map(({ title, share, colour }) => ({ text: `${title} ${percentText(share)} %`, share, colour }));
  const segments = parts.map(
    ({ share, colour, text }) =>
      `<li style="flex:${share.toFixed(6)};background:${colour}" title="${htmlText(text)}"></li>`,
  );
  const key = parts.map(({ colour, text }) => `<li><i style="background:${colour}"></i>${htmlText(text)}</li>`);
  return [
    `<ul class="shares" aria-hidden="true">${segments.join('')}</ul>`,
    `<ul class="key" aria-label="Shares of the energy">${key.join('')}</ul>`,
  ].join('\n');
}

/** The answer before everything else: headline, shares, the numbers that people quote, what explains them, warnings. */
export function summary({ headline, shares, figures, about, remarks, warnings }: ReportDocument): string {
  const terms = figures.map(([name, text]) => `<div><dt>${htmlText(name)}</dt><dd>${htmlText(text)}</dd></div>`);
  return [
    `<p class="headline"><strong>${htmlText(headline)}.</strong></p>`,
    ...(shares === undefined ? [] : [shareBar(shares)]),
    `<dl class="figures">${terms.join('')}</dl>`,
    `<p>${htmlText(about)}</p>`,
    ...remarks.map((text) => `<p>${htmlText(microText(text))}</p>`),
    warningList(warnings),
  ].join('\n');
}
