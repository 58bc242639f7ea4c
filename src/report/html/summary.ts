import type { ReportDocument } from '../documents/document.ts';
import { microText } from '../tables/report-table.ts';
import { percentText } from '../text/number-text.ts';
import { htmlText } from './escape.ts';

/** Warnings beyond these are folded away. */
const MOST_WARNINGS = 5;

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

/** The first warnings; the rest folded away, so that the result is not pushed off the screen. */
function warningList(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  const list = (texts: readonly string[]) => `<ul>${texts.map((text) => `<li>${htmlText(text)}</li>`).join('')}</ul>`;
  const more = warnings.slice(MOST_WARNINGS);
  const rest =
    more.length === 0 ? '' : `<details><summary>${more.length} more warnings</summary>${list(more)}</details>`;
  return `<section class="warnings" aria-labelledby="warnings"><h2 id="warnings">Warnings</h2>${list(warnings.slice(0, MOST_WARNINGS))}${rest}</section>`;
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
