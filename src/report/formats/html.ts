import { readFile } from 'node:fs/promises';
import { documentKinds, documentOf } from '../documents/index.ts';
import type { PageChart } from '../html/chart-figure.ts';
import { reportPage } from '../html/page.ts';
import type { Drawing, Format } from './format.ts';
import { compileSpec, vegaScriptPath } from './vega.ts';

/** A page scrolls and sorts, so it holds more rows than paper; beyond these a browser gets slow. */
const MOST_ROWS = 3000;

/** The page has headings of its own, and its own paper: light or dark. */
async function pageChart({ chart, spec }: Drawing): Promise<PageChart> {
  const { title: _title, background: _background, ...plain } = spec;
  const compiled = await compileSpec({ ...plain, background: 'transparent' });
  const rows = JSON.stringify(spec.data.values);
  const dataset = (compiled.data ?? []).findIndex(({ values }) => JSON.stringify(values) === rows);
  const [, leftOut] = String(spec.description).split(`${chart.title}: `);
  return { name: chart.name, title: chart.title, spec: compiled, dataset, ...(leftOut && { leftOut }) };
}

/** Everything on one page that needs no network. */
export const html: Format = {
  name: 'html',
  description: 'one self-contained interactive page',
  kinds: documentKinds,
  ofRecord: async (subject, drawings) => {
    const document = documentOf(subject, MOST_ROWS);
    if (document === undefined) return [];
    const charts: PageChart[] = [];
    for (const drawing of drawings) charts.push(await pageChart(drawing));
    const vegaScript = await readFile(vegaScriptPath(), 'utf8');
    return [{ name: 'report.html', content: reportPage(document, charts, vegaScript) }];
  },
};
