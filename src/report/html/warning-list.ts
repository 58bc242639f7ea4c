import { htmlText } from './escape.ts';

/** Kinds of warnings beyond these are folded away. */
const MOST_KINDS = 5;

/** What a warning says apart from the layer and the numbers that it says it of. */
function kindOf(warning: string): string {
  return warning.replace(/^[^:]*: (?=.)/, '').replace(/\d+(\.\d+)?/g, '#');
}

const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

/** The first of a kind; the others alike folded away. */
function kindItem([first, ...others]: readonly string[]): string {
  if (others.length === 0) return htmlText(first);
  const more = `<details><summary>and ${others.length} alike</summary>${list(others.map(htmlText))}</details>`;
  return `${htmlText(first)}${more}`;
}

/** Warnings by kind, so that the result is not pushed off the screen. */
export function warningList(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  const kinds = new Map<string, string[]>();
  for (const warning of warnings) kinds.set(kindOf(warning), [...(kinds.get(kindOf(warning)) ?? []), warning]);
  const items = [...kinds.values()].map(kindItem);
  const more = items.slice(MOST_KINDS);
  const rest =
    more.length === 0 ? '' : `<details><summary>${more.length} more kinds of warnings</summary>${list(more)}</details>`;
  return `<section class="warnings" aria-labelledby="warnings"><h2 id="warnings">Warnings</h2>${list(items.slice(0, MOST_KINDS))}${rest}</section>`;
}
