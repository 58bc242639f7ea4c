import type { ReportDocument } from '../documents/document.ts';
import { microText } from '../tables/report-table.ts';
import { chartFigure, type PageChart } from './chart-figure.ts';
import { htmlText, scriptText } from './escape.ts';
import { framedPage } from './frame.ts';
import { glossaryHtml, termsOf } from './glossary.ts';
import { pageScript } from './script.ts';
import { sortableTable } from './sortable-table.ts';
import { pageStyle } from './style.ts';
import { summary } from './summary.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

function sectionsOf(document: ReportDocument, charts: readonly PageChart[]): Section[] {
  const { tables, background, command, tool } = document;
  const origin = command === undefined ? 'Made from code' : `Made by <code class="command">${htmlText(command)}</code>`;
  const named = new Map(charts.map((chart) => [chart.name, chart]));
  const parts = (document.sections ?? []).map(({ id, title, paragraphs, tables: own, charts: names }) => ({
    id,
    title,
    body: [
      ...paragraphs.map((text) => `<p>${htmlText(microText(text))}</p>`),
      ...names.flatMap((name) => named.get(name) ?? []).map(chartFigure),
      ...own.map(sortableTable),
    ].join('\n'),
  }));
  const flat = [
    { id: 'charts', title: 'Charts', body: charts.map(chartFigure).join('\n') },
    { id: 'tables', title: 'Tables', body: tables.map(sortableTable).join('\n') },
  ];
  return [
    ...(document.sections === undefined ? flat : parts),
    { id: 'glossary', title: 'What the numbers mean', body: glossaryHtml(termsOf(document)) },
    {
      id: 'background',
      title: 'What it was made from',
      body: `<p>${origin} (${htmlText(`${tool.name} ${tool.version}`)}).</p>\n${background.map(sortableTable).join('\n')}`,
    },
  ].filter(({ body }) => body !== '');
}

/**
 * report.html: one file that needs no network.
 * @param vegaScript source of the vega runtime for browsers
 */
export function reportPage(document: ReportDocument, charts: readonly PageChart[], vegaScript: string): string {
  const { tool, title } = document;
  const sections = sectionsOf(document, charts);
  const scripts = [scriptText(vegaScript), pageScript];
  return framedPage({
    title,
    generator: `${tool.name} ${tool.version}`,
    scripts,
    // Vega compiles its expressions
    allowed: "'unsafe-eval'",
    style: pageStyle,
    skip: 'Skip to the result',
    body: `<header>
<h1>${htmlText(title)}</h1>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: text }) => `<li><a href="#${id}">${text}</a></li>`).join('')}</ul></nav>
</header>
<main id="main">
${summary(document)}
${sections.map(({ id, title: text, body }) => `<section aria-labelledby="${id}"><h2 id="${id}">${text}</h2>\n${body}</section>`).join('\n')}
</main>
<div id="tooltip" role="status" hidden></div>
${scripts.map((source) => `<script>${source}</script>`).join('\n')}`,
  });
}
