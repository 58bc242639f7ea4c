import { readFile } from 'node:fs/promises';
import type { RunResult } from '../../run/result.ts';
import { reportPage } from '../html/page.ts';
import type { Drawing, Format } from './format.ts';
import { compileSpec, vegaScriptPath } from './vega.ts';

/** The command as far as the record knows it; changes by --set are in the resolved config. */
function commandOf({ hardware, network }: RunResult): string {
  const seed = network.seed === null ? '' : ` --seed ${network.seed}`;
  return `picojoule run ${hardware.file} ${network.file}${seed}`;
}

/** The page has headings of its own: its charts go without a title. */
async function pageChart({ chart, spec }: Drawing) {
  const { title: _, ...untitled } = spec;
  return { name: chart.name, title: chart.title, spec: await compileSpec(untitled) };
}

/** Everything on one page that needs no network. */
export const html: Format = {
  name: 'html',
  description: 'one self-contained interactive page',
  ofRecord: async (subject, drawings) => {
    if (subject.kind !== 'run') return [];
    const charts = [];
    for (const drawing of drawings) charts.push(await pageChart(drawing));
    const vegaScript = await readFile(vegaScriptPath(), 'utf8');
    return [
      { name: 'report.html', content: reportPage(subject.record, charts, commandOf(subject.record), vegaScript) },
    ];
  },
};
