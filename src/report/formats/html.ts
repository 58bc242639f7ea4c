import { readFile } from 'node:fs/promises';
import type { ChartSpec } from '../charts/chart.ts';
import { documentKinds, documentOf } from '../documents/index.ts';
import { drawCharts } from '../draw-charts.ts';
import type { PageChart } from '../html/chart-figure.ts';
import { chartNotes } from '../html/chart-notes.ts';
import { reportPage } from '../html/page.ts';
import type { ChartStyle } from '../picture/style.ts';
import { cyclesTable } from '../tables/run/cycles-table.ts';
import type { Drawing, Format } from './format.ts';
import { compileSpec, type VegaSpec, vegaScriptPath } from './vega.ts';

/** A page scrolls and sorts, so it holds more rows than paper; beyond these a browser gets slow. */
const MOST_ROWS = 3000;

/** A telephone held upright: letters as large as on a screen, in less room. */
const PHONE: ChartStyle = {
  name: 'phone',
  width: 330,
  height: 1200,
  unit: 'px',
  fontSize: 11,
  titled: false,
  pixelsPerUnit: 2,
};

/** The page has headings of its own, and its own paper: light or dark. Where a legend stood below a title there must still be room for it. */
async function compiled({ title, background: _background, ...plain }: ChartSpec): Promise<VegaSpec> {
  const room = typeof title === 'object' && title !== null && 'offset' in title ? Number(title.offset) : 0;
  const padding = typeof plain.padding === 'number' && room > 0 ? withTop(plain.padding, room) : plain.padding;
  return compileSpec({ ...plain, padding, background: 'transparent' });
}

function withTop(edge: number, room: number): Record<string, number> {
  return { left: edge, right: edge, bottom: edge, top: edge + room };
}

async function pageChart({ chart, spec }: Drawing, narrow: Drawing): Promise<PageChart> {
  const wide = await compiled(spec);
  const rows = JSON.stringify(spec.data.values);
  const dataset = (wide.data ?? []).findIndex(({ values }) => JSON.stringify(values) === rows);
  const [, leftOut] = String(spec.description).split(`${chart.title}: `);
  const phone = withoutCopies(await compiled(narrow.spec), wide);
  const note = chart.note ?? chartNotes[chart.name];
  return {
    name: chart.name,
    title: chart.title,
    note,
    spec: wide,
    narrow: phone,
    dataset,
    ...(leftOut && { leftOut }),
  };
}

/** Data that the wide chart has too are not said twice: `same` is their number there. */
function withoutCopies(spec: VegaSpec, other: VegaSpec): object {
  const known = (other.data ?? []).map(({ values }) => JSON.stringify(values));
  const data = (spec.data ?? []).map(({ values, ...rest }) => {
    const same = values === undefined ? -1 : known.indexOf(JSON.stringify(values));
    return same < 0 ? { ...rest, ...(values !== undefined && { values }) } : { ...rest, same };
  });
  return { ...spec, data };
}

/** Everything on one page that needs no network. */
export const html: Format = {
  name: 'html',
  description: 'one self-contained interactive page',
  kinds: documentKinds,
  ofRecord: async (subject, drawings, _tables, { explained = [] } = {}) => {
    const plain = documentOf(subject, MOST_ROWS);
    if (plain === undefined) return [];
    const document = {
      ...plain,
      tables: [...plain.tables, ...(subject.kind === 'run' ? cyclesTable(explained, subject.record.layers) : [])],
    };
    const charts: PageChart[] = [];
    const names = drawings.map(({ chart }) => chart.name);
    const narrow = names.length === 0 ? [] : drawCharts(subject, names, PHONE);
    for (const [k, drawing] of drawings.entries()) charts.push(await pageChart(drawing, narrow[k]));
    const vegaScript = await readFile(vegaScriptPath(), 'utf8');
    return [{ name: 'report.html', content: reportPage(document, charts, vegaScript) }];
  },
};
