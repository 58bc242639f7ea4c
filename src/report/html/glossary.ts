import type { Term } from '../../run/charged-terms.ts';
import { TERMS } from '../../run/explain.ts';
import type { ReportDocument } from '../documents/document.ts';
import type { TableColumn } from '../tables/report-table.ts';
import { unitText } from '../tables/report-table.ts';
import { capital } from '../text/human-names.ts';
import { htmlText } from './escape.ts';

const KNOWN: ReadonlyMap<string, Term> = new Map(TERMS.map((term) => [term.name, term]));

/** The number of the record that a column shows, where one is explained. */
export function termOf({ term, path = '' }: Pick<TableColumn, 'term' | 'path'>): Term | undefined {
  return KNOWN.get(term ?? path.replace(/^totals\./, ''));
}

/** The numbers that a page explains: those of the document, and what columns show. */
export function termsOf({ glossary = [], tables, sections = [] }: ReportDocument): readonly Term[] {
  const columns = [...tables, ...sections.flatMap((section) => section.tables)].flatMap((table) => table.columns);
  const shown = new Set([...glossary, ...columns.flatMap((column) => termOf(column) ?? [])]);
  return [...shown].toSorted((a, b) => (a.title < b.title ? -1 : 1));
}

/** Where on the page a number is explained. */
export function termId({ name }: Term): string {
  return `term-${name.replaceAll('.', '-')}`;
}

/** Every number with what it is, its unit, its formula, who says so, and what would change it: as `picojoule explain` tells them. */
export function glossaryHtml(terms: readonly Term[]): string {
  if (terms.length === 0) return '';
  const list = terms.map((term) => {
    const { name, title, unit, definition, formula, changedBy, source } = term;
    const parts = [
      ['Formula', formula && linked(formula, terms)],
      ['Changed by', changedBy && linked(changedBy, terms)],
      ['Source', source && htmlText(source)],
    ].flatMap(([head, text]) => (text ? [`<p><b>${head}:</b> ${text}</p>`] : []));
    return `<div id="${termId(term)}"><dt>${htmlText(capital(title))}${unit === '' ? '' : ` (${htmlText(unitText(unit))})`} <code>${htmlText(name)}</code></dt><dd><p>${htmlText(capital(definition))}.</p>${parts.join('')}</dd></div>`;
  });
  return `<p>As the record names them; <code>picojoule explain NAME</code> tells the same.</p>\n<dl class="terms">${list.join('\n')}</dl>`;
}

/** Names of other numbers in a formula lead to them. */
function linked(text: string, terms: readonly Term[]): string {
  const byName = new Map(terms.map((term) => [term.name, term]));
  return htmlText(text).replace(/[a-z]+(?:[A-Z][a-z]+)+(?:\.[a-z]+)?|cycles\b/g, (name) => {
    const term = byName.get(name);
    return term === undefined ? name : `<a href="#${termId(term)}">${name}</a>`;
  });
}
