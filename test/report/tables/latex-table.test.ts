import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { documentOf } from '../../../src/report/documents/index.ts';
import { latexTable } from '../../../src/report/tables/latex-table.ts';
import { numberColumn, tableOf, wordColumn } from '../../../src/report/tables/report-table.ts';
import { ladderRecord } from '../fixtures/other-records.ts';
import { manyLayers, nineLayers } from '../fixtures/result-builder.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
}

const rows: readonly Row[] = [
  { name: 'a_b & 50 % #1 {x} ~^\\ $2 <script>', value: 12.3 },
  { name: 'two', value: 0.0000123 },
  { name: 'three', value: -4 },
  { name: 'none', value: null },
];
const name = wordColumn<Row>('name', (row) => row.name);
const table = (value = numberColumn<Row>('time', 'us', (row) => row.value)) =>
  tableOf('t', 'A table', [name, value], rows);
const columnSpec = (latex: string) => /\\begin\{tabular\}\{(.*)\}\n/.exec(latex)?.[1];

test('each special character of a name is printed and not obeyed', (t) => {
  const line = latexTable(table())
    .split('\n')
    .find((one) => one.includes('a\\_b'));
  t.is(
    line,
    '  a\\_b \\& 50 \\% \\#1 \\{x\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{} \\$2 \\textless{}script\\textgreater{} & 12.3 \\\\',
  );
});

test('table-format holds the longest number of the column: sign, digits, exponent', (t) => {
  t.is(columnSpec(latexTable(table())), 'lS[table-format=-2.2e-1]');
  const change = numberColumn<Row>('change', '%', (row) => row.value, {
    write: (value) => `${value > 0 ? '+' : ''}${value.toFixed(1)}`,
  });
  t.is(columnSpec(latexTable(table(change))), 'lS[table-format=+2.1, retain-explicit-plus]');
});

test('units are those of siunitx, and what is missing is a dash in braces', (t) => {
  const latex = latexTable(table());
  t.true(latex.includes('{(\\si{\\micro\\second})}'));
  t.true(latex.includes('none & {--}'));
});

test('the total is set off by a rule', (t) => {
  const [time] = documentOf({ kind: 'run', record: nineLayers() })!.tables;
  t.regex(latexTable(time), /\\midrule\n {2}total &.*\n {2}\\bottomrule/);
});

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
const latexTest = hasLatex ? test : test.skip;
if (!hasLatex) console.log('skipped: no pdflatex found, tables are not typeset');

latexTest('pdflatex typesets the tables of a run and of a ladder with booktabs and siunitx alone', (t) => {
  const documents = [
    documentOf({ kind: 'run', record: manyLayers() })!,
    documentOf({ kind: 'ladder', record: ladderRecord() })!,
  ];
  const tables = [...documents.flatMap((one) => one.tables), table()].map(latexTable);
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-latex-'));
  for (const [k, text] of tables.entries()) writeFileSync(join(folder, `t${k}.tex`), text);
  const body = tables.map((_, k) => `\\input{t${k}.tex}`).join('\n\n');
  const source = `\\documentclass{article}\\usepackage{booktabs}\\usepackage{siunitx}\\begin{document}\\tiny\n${body}\n\\end{document}\n`;
  writeFileSync(join(folder, 'all.tex'), source);
  const { status, stdout } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'all.tex'], {
    cwd: folder,
    encoding: 'utf8',
  });
  t.is(status, 0, stdout.slice(-2000));
  t.notRegex(stdout, /^!|siunitx error/im);
});
