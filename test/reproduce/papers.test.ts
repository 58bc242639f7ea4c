import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import test from 'ava';
import { deviationsText } from '../../src/reproduce/deviations/deviations-text.ts';
import { eieRuns } from '../../src/reproduce/eie/eie-runs.ts';
import { table2 } from '../../src/reproduce/eie/table-2.ts';
import { readReferenceSet, referenceFile, referenceText } from '../../src/reproduce/reference-set.ts';
import { sectionOf } from '../../src/reproduce/section.ts';
import { keptFiles } from '../golden/goldens.ts';
import { PAPER_FILES, paperFolder, recomputedPapers, writePaper } from '../golden/papers.ts';

// one run for all tests of this file
const papers = await recomputedPapers();
const result = papers.find(({ document }) => document.name === 'eie')!;
const rows = new Map(
  result.sections.flatMap((section) => section.rows.map((row) => [row.id, { row, section }] as const)),
);

/** Ours of a row in a column. */
function ours(id: string, choice: string): number {
  const { row, section } = rows.get(id)!;
  return row.ours[section.choices.findIndex(({ name }) => name === choice)]!;
}

test('ids of rows and statements are unique, and begin with the paper and the section', (t) => {
  const ids = result.sections.flatMap((section) =>
    [...section.rows, ...section.claims].map(({ id }) => {
      t.true(id.startsWith(`${section.id}/`), id);
      return id;
    }),
  );
  t.is(new Set(ids).size, ids.length);
});

test('ten figures are those of the paper', (t) => {
  for (const [id, published] of Object.entries({
    'eie/table-1/fp32-multiply': 3.7,
    'eie/table-2/pointer-read/power': 1.807,
    'eie/table-2/sparse-matrix-read/area': 0.469412,
    'eie/table-3/vgg-6/activations': 18.3,
    'eie/table-4/alex-6/actual': 30.3,
    'eie/table-4/nt-lstm/theoretical': 6.5,
    'eie/figure-6/vgg-6/eie': 1018,
    'eie/figure-7/geometric-mean/eie': 24_207,
    'eie/table-5/256-pes/throughput': 426_230,
    'eie/savings/sram-for-dram': 120,
  }))
    t.is(rows.get(id)?.row.published, published, id);
});

test('a bar of Fig. 6 is the published time of the CPU over the time of Table IV, with each choice of layers', (t) => {
  for (const choice of ['tableIII', 'tableIV'])
    t.true(
      Math.abs(ours('eie/figure-6/alex-7/eie', choice) * ours('eie/table-4/alex-7/actual', choice) - 6187.1) < 1e-6,
    );
});

test('the paper is at one with itself where its figures follow from its tables, and not for NT-We and NT-LSTM', (t) => {
  for (const [layer, share] of [
    ['alex-6', 0.005],
    ['vgg-6', 0.005],
    ['nt-wd', 0.005],
  ] as const)
    t.true(
      Math.abs(
        ours(`eie/figure-6/${layer}/eie`, 'published') / rows.get(`eie/figure-6/${layer}/eie`)!.row.published! - 1,
      ) < share,
    );
  t.is(ours('eie/figure-6/nt-we/eie', 'published').toFixed(1), '75.6');
  t.is(ours('eie/figure-6/nt-lstm/eie', 'published').toFixed(1), '62.7');
});

test('a row is its own published figure when the difference is zero, and every difference is ours over it', (t) => {
  for (const { row } of rows.values())
    for (const [k, difference] of row.differences.entries())
      if (difference !== null)
        t.true(Math.abs(row.published! * (1 + difference) - row.ours[k]!) < 1e-9 * Math.abs(row.ours[k]!) + 1e-12);
});

for (const paper of papers)
  test(`${paper.document.name}: the reference set and the committed report are what is computed today`, async (t) => {
    t.deepEqual(paper.moved, []);
    t.is(readFileSync(referenceFile(paper.document.name), 'utf8'), referenceText(paper));
    const made = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'made');
    await writePaper(paper, made);
    const files = keptFiles(made, PAPER_FILES);
    t.deepEqual(keptFiles(paperFolder(paper), /./), files);
    for (const file of files)
      t.true(
        readable(join(made, file)).equals(readable(join(paperFolder(paper), file))),
        `${paperFolder(paper)}/${file} differs; run \`npm run golden\` and look at the difference`,
      );
  });

/** Bytes of a file; of a PDF with its streams inflated, for another version of zlib deflates them otherwise. */
function readable(file: string): Buffer {
  const bytes = readFileSync(file);
  if (!file.endsWith('.pdf')) return bytes;
  const parts: string[] = [];
  const text = bytes.toString('latin1');
  for (const [, head, stream] of text.matchAll(/([\s\S]*?)stream\n([\s\S]*?)\nendstream/g)) {
    const raw = Buffer.from(stream, 'latin1');
    const isDeflated = head.includes('/FlateDecode');
    parts.push(head.replace(/\/Length \d+/g, ''), isDeflated ? inflateSync(raw).toString('latin1') : stream);
  }
  return Buffer.from(parts.join('\n'), 'latin1');
}

test('DEVIATIONS.md is what the papers and the texts of the deviations make today', (t) => {
  t.is(readFileSync('DEVIATIONS.md', 'utf8'), deviationsText(papers));
});

test('every deviation that a row or a statement cites stands in DEVIATIONS.md', (t) => {
  const text = readFileSync('DEVIATIONS.md', 'utf8');
  for (const { deviations } of papers)
    for (const { number, title } of deviations) t.true(text.includes(`## D${number}. ${title}\n`), `D${number}`);
});

test('a row that differs from its paper by more than a fifth says why', (t) => {
  const silent = papers.flatMap(({ sections }) =>
    sections.flatMap(({ rows: all }) =>
      all.filter(
        ({ differences: [first], deviation, cause }) =>
          Math.abs(first ?? 0) > 0.2 && deviation === undefined && cause === undefined,
      ),
    ),
  );
  t.deepEqual(
    silent.map(({ id }) => id),
    [],
  );
});

test('measured machines stand in Table IV and in Figs. 6 and 7, marked with the year, and the method is told', (t) => {
  const table = result.sections.find(({ id }) => id === 'eie/table-4')!.context;
  t.is(table.length, 4);
  for (const { columns } of table)
    for (const name of ['NVIDIA H100', 'NVIDIA H200'])
      t.true(columns.some((column) => column === `${name}, measured in 2026`));
  t.regex(table.at(-1)!.note!, /nvmlDeviceGetTotalEnergyConsumption/);
  // configs/platforms/h100.yaml: Alex-6, dense fp32, batch 1, cold
  t.is(table[0].rows[0].values[3], 56.02);
  for (const number of [6, 7]) {
    const [figure] = result.sections.find(({ id }) => id === `eie/figure-${number}`)!.figures;
    t.is(figure.series.filter(({ of }) => of === 'measured').length, 4);
  }
});

test('another price of a multiply moves the power of the arithmetic unit, of combinational logic, of PE and chip, and no other row of Table II', async (t) => {
  const set = ['energy.override=[{component: arithmeticUnit, action: multiply, energy: 2 pJ}]'];
  const asked = { set, files: {}, onSection: () => {}, warn: () => {} };
  const section = sectionOf('eie', await table2(eieRuns(asked)), readReferenceSet('eie'));
  t.deepEqual(
    section.rows.filter(({ moved }) => moved).map(({ id }) => id.replace('eie/table-2/', '')),
    ['arithmetic-unit/power', 'combinational/power', 'pe/power', 'chip/power', 'chip-benchmark/power'],
  );
});
