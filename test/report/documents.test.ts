import test from 'ava';
import { compareResults } from '../../src/compare/compare-results.ts';
import { documentOf } from '../../src/report/documents/index.ts';
import { md } from '../../src/report/formats/md.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { smallSweep } from '../sweep/small-sweep.ts';
import { ladderRecord } from './fixtures/other-records.ts';
import { manyLayers, nineLayers } from './fixtures/result-builder.ts';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => Array.from(line).length));

const SWEEP = `
axes:
  processingElements: [4, 8]
  clock: [400 MHz, 1200 MHz]
metrics: [timeUs, energyPj.total]
baseline: { processingElements: 4 }
pareto: [timeUs, energyPj.total]
best: { metric: energyPj.total }
`;

const sweep = async () => (await runSweep(await smallSweep(SWEEP), { jobs: 0 })).result!;
const comparison = () => {
  const named = (name: string, record: ReturnType<typeof nineLayers>) => ({ kind: 'run' as const, name, record });
  const wider = nineLayers();
  return compareResults([
    named('a', nineLayers()),
    named('b', { ...wider, totals: { ...wider.totals, timeUs: 2 * wider.totals.timeUs } }),
  ]);
};

test('a sweep: one prefix for a whole column, the best point with its unit, the baseline and the front', async (t) => {
  const text = renderReport(await sweep());
  t.regex(text, /clock[\s\S]*GHz[\s\S]*\b0\.4\b[\s\S]*\b1\.2\b/);
  t.notRegex(text, /1200000000/);
  t.regex(text, /Lowest energy: [\d.]+ [pnu]J at point \d \(processing elements \d, clock [\d.]+ [GM]Hz\)/);
  t.regex(text, /over the baseline \(processing elements 4\)/);
  t.regex(text, /front/);
});

test('the title of a sweep counts points and values', async (t) => {
  const one = await runSweep(await smallSweep('axes: { processingElements: [4] }\nmetrics: [timeUs]'), { jobs: 0 });
  t.regex(renderReport(one.result!), /: 1 point \(1 value of processing elements\)/);
  t.regex(renderReport(await sweep()), /: 4 points \(2 values of processing elements, 2 values of clock\)/);
});

test('of a sweep with more points than a page holds the front is shown, and where the others are', async (t) => {
  const result = await sweep();
  const [points] = documentOf({ kind: 'sweep', record: result }, 3)!.tables;
  t.is(points.rows.length, result.points.filter(({ onParetoFront }) => onParetoFront).length);
  t.regex(points.note ?? '', /all are in points\.csv/);
});

test('a comparison says how much energy and time changed, and lists a number only where it differs', (t) => {
  const record = comparison();
  const document = documentOf({ kind: 'comparison', record: { ...record } })!;
  t.is(document.headline, 'Energy 0 %; time +100 %');
  const differences = document.tables.find(({ name }) => name === 'differences')!;
  t.true(differences.rows.some(([, metric]) => metric.text === 'time (µs)'));
  t.false(differences.rows.some(([of]) => of.text === 'Alex-6'));
});

test('every report fits lines of 80 and of 140 characters', async (t) => {
  const records = [manyLayers(), ladderRecord(), await sweep(), comparison()];
  for (const record of records) for (const width of [80, 140]) t.true(widest(renderReport(record, width)) <= width);
});

test('Markdown of every kind: a heading, the answer, tables with as many cells as heads, the command', async (t) => {
  const command = 'picojoule run `x`';
  const records = [
    { kind: 'run', record: { ...manyLayers(), command } },
    { kind: 'ladder', record: { ...ladderRecord(), command } },
    { kind: 'sweep', record: await sweep() },
    { kind: 'comparison', record: { ...comparison(), command } },
  ] as const;
  for (const subject of records) {
    const [file] = await md.ofRecord!(subject, [], {});
    const text = String(file.content);
    t.regex(text, /^# .+\n\n\*\*.+\.\*\*\n/);
    t.regex(text, /Made by `/);
    t.notRegex(text, /<script|NaN|undefined|null/);
    const tables = text.split('\n\n').filter((part) => part.startsWith('|'));
    t.true(tables.length > 0);
    for (const table of tables) {
      const counts = table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
      t.is(new Set(counts).size, 1);
    }
  }
});

test('prices, config and metrics have their sources in the background of a document', async (t) => {
  const names = (subject: Parameters<typeof documentOf>[0]) => documentOf(subject)!.background.map(({ name }) => name);
  t.deepEqual(names({ kind: 'run', record: nineLayers() }), ['network', 'prices', 'config']);
  t.deepEqual(names({ kind: 'sweep', record: await sweep() }), ['metrics', 'axes']);
});
