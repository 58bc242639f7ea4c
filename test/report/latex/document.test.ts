import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { compareResults } from '../../../src/compare/compare-results.ts';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { pdf } from '../../../src/report/formats/pdf.ts';
import { tex } from '../../../src/report/formats/tex.ts';
import type { TableWidth } from '../../../src/report/latex/table.ts';
import { chartStyles } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import type { RunResult } from '../../../src/run/result.ts';
import { runSweep } from '../../../src/sweep/run-sweep.ts';
import { smallSweep } from '../../sweep/small-sweep.ts';
import { everyRecord } from '../fixtures/every-record.ts';
import { ladderRecord } from '../fixtures/other-records.ts';
import { manyLayers, nineLayers, oneLayer } from '../fixtures/result-builder.ts';

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
if (!hasLatex && process.env.PICOJOULE_REQUIRE_LATEX)
  throw new Error('no pdflatex, and PICOJOULE_REQUIRE_LATEX is set');
const latexTest = hasLatex ? test : test.skip;
if (!hasLatex) console.log('skipped: no pdflatex found, tables and charts are not typeset');

/** As many axes and metrics as the largest shipped sweep, with a front, a baseline and seeds. */
const SWEEP = `
axes:
  processingElements: [4, 8]
  activationQueue.depth: [2, 8]
  memories.sparseMatrix.width: 64..256 bit doubling
  technology: [45 nm, 28 nm]
  clock: [400 MHz, 1200 MHz]
metrics: [timeUs, energyPj.total, averagePowerMw, energyDelayPjS, area.totalMm2, loadBalanceEfficiency]
baseline: { processingElements: 4 }
best: { metric: energyPj.total }
`;

/** The same run under another name, with every number of the total a little larger. */
function changed(name: string, factor: number): { kind: 'run'; name: string; record: RunResult } {
  const record = manyLayers();
  const more = (value: unknown): unknown =>
    typeof value === 'number'
      ? value * factor
      : typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, more(one)]))
        : value;
  return { kind: 'run', name, record: { ...record, totals: more(record.totals) as RunResult['totals'] } };
}

async function records(): Promise<readonly (readonly [string, object])[]> {
  const shipped: object = JSON.parse(readFileSync('reports/eie-benchmark/result.json', 'utf8'));
  const sweep = (await runSweep(await smallSweep(SWEEP), { jobs: 0 })).result!;
  return [
    ['shipped', shipped],
    ['one', oneLayer()],
    ['nine', nineLayers()],
    ['many', manyLayers()],
    ['ladder', ladderRecord()],
    ['sweep', sweep],
    ['two', compareResults([changed('eie-64pe', 1), changed('[wider] memories_and a long name/of a machine', 1.07)])],
    ['four', compareResults([1, 1.1, 1.2, 3].map((factor) => changed(`machine ${factor}`, factor)))],
  ];
}

/** Writes every table of every record, and returns the lines that read them. */
function inputs(folder: string, all: readonly (readonly [string, object])[], width: TableWidth): string[] {
  return all.flatMap(([name, record]) => {
    const files = [tex.ofRecord!(subjectOf(record), [], { width })].flat() as { name: string; content: string }[];
    return files.map((file) => {
      const path = `${name}-${width}-${file.name}`;
      writeFileSync(join(folder, path), file.content.replace('\\label{tab:', `\\label{tab:${name}-${width}-`));
      return `\\input{${path}}`;
    });
  });
}

/** Draws every chart once in a style, and returns the lines that show them. */
async function figures(folder: string, styleName: 'column' | 'page'): Promise<string[]> {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const record of Object.values(everyRecord))
    for (const drawing of drawCharts(subjectOf(record()), 'all', chartStyles[styleName])) {
      if (seen.has(drawing.chart.name)) continue;
      seen.add(drawing.chart.name);
      const { name, content } = await pdf.ofChart!(drawing);
      writeFileSync(join(folder, `${styleName}-${name}`), content);
      const figure = styleName === 'column' ? 'figure' : 'figure*';
      lines.push(`\\begin{${figure}}\\includegraphics{${styleName}-${name}}\\caption{${name}}\\end{${figure}}`);
    }
  return lines;
}

/** Boxes that stick out by more than a point, by what TeX says of them. */
function overfull(log: string): string[] {
  const found = log.match(/^Overfull \\[hv]box \(.*$/gm) ?? [];
  return found.filter((line) => Number(/\(([\d.]+)pt/.exec(line)?.[1]) > 1);
}

for (const [fonts, use] of [
  ['Times', '\\usepackage[T1]{fontenc}\\usepackage{mathptmx}'],
  ['Computer Modern', ''],
])
  latexTest(
    `a two-column paper in ${fonts} holds every table and every chart, and no box sticks out by more than a point`,
    async (t) => {
      const folder = mkdtempSync(join(tmpdir(), 'picojoule-latex-'));
      mkdirSync(folder, { recursive: true });
      const all = await records();
      const body = [
        ...inputs(folder, all, 'column'),
        ...inputs(folder, all, 'page'),
        ...(fonts === 'Times'
          ? [...(await figures(folder, 'column')), '\\clearpage', ...(await figures(folder, 'page'))]
          : []),
      ];
      const source = `\\documentclass[10pt,twocolumn]{article}
\\usepackage[paperwidth=612pt,paperheight=792pt,textwidth=516pt,textheight=696pt,columnsep=12pt]{geometry}
${use}
\\usepackage{array,booktabs,siunitx,longtable,graphicx}
\\setcounter{totalnumber}{50}\\extrafloats{200}
\\begin{document}
${body.join('\n')}
\\end{document}
`;
      writeFileSync(join(folder, 'paper.tex'), source);
      const { status, stdout } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'paper.tex'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, max_print_line: '1000' },
      });
      t.is(status, 0, stdout.slice(-2000));
      t.deepEqual(overfull(readFileSync(join(folder, 'paper.log'), 'utf8')), []);
      t.notRegex(stdout, /multiply.defined labels|siunitx error|Float too large/i);
    },
  );
