import type { RunResult } from '../../run/result.ts';
import { jsonText } from '../json-text.ts';
import { runHeading } from '../tables/run-heading.ts';
import { htmlText, scriptJson, scriptText } from './escape.ts';
import { headline, keyFigures, layerTables, priceTable } from './run-sections.ts';
import { pageScript } from './script.ts';
import { pageStyle } from './style.ts';

/** A chart of the page, compiled to Vega. */
export interface PageChart {
  readonly name: string;
  readonly title: string;
  readonly spec: unknown;
}

/** Nothing is fetched; vega compiles its expressions, hence eval. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function figure(chart: PageChart): string {
  const title = htmlText(chart.title);
  return [
    `<figure id="${htmlText(chart.name)}" data-chart="${htmlText(chart.name)}">`,
    `<figcaption>${title}</figcaption>`,
    `<div class="chart"></div>`,
    `<details><summary>Data of this chart</summary><div class="scroll" tabindex="0" role="region" aria-label="Data: ${title}"></div></details>`,
    `<script type="application/json">${scriptJson(chart.spec)}</script>`,
    '</figure>',
  ].join('\n');
}

function warnings(result: RunResult): string {
  if (result.warnings.length === 0) return '';
  const items = result.warnings.map((text) => `<li>${htmlText(text)}</li>`).join('');
  return `<section class="warnings" aria-label="Warnings"><ul>${items}</ul></section>`;
}

function section(id: string, title: string, body: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}</section>`;
}

/**
 * report.html: one file that needs no network.
 * @param command the command that made the result, as typed
 * @param vegaScript source of the vega runtime for browsers
 */
export function reportPage(
  result: RunResult,
  charts: readonly PageChart[],
  command: string,
  vegaScript: string,
): string {
  const title = htmlText(runHeading(result));
  const { hardware, network, tool } = result;
  const links = [
    ['layers', 'Layers'],
    ['charts', 'Charts'],
    ['prices', 'Energy table'],
    ['config', 'Configuration'],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="generator" content="${tool.name} ${htmlText(tool.version)}">
<title>${title}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<header>
<h1>${title}</h1>
<nav aria-label="Sections"><ul>${links.map(([id, text]) => `<li><a href="#${id}">${text}</a></li>`).join('')}</ul></nav>
</header>
<main>
${headline(result)}
${keyFigures(result)}
${warnings(result)}
${section('layers', 'Layers', layerTables(result))}
${section('charts', 'Charts', charts.map(figure).join('\n'))}
${section('prices', 'Energy table', priceTable(result))}
${section('config', 'Configuration', `<p>Made by <code>${htmlText(command)}</code> (${tool.name} ${htmlText(tool.version)}).</p>\n<pre>${htmlText(jsonText({ hardware, network }))}</pre>`)}
</main>
<div id="tooltip" role="status" hidden></div>
<script>${scriptText(vegaScript)}</script>
<script>
${pageScript}
</script>
</body>
</html>
`;
}
