import test from 'ava';
import { documentOf } from '../../../src/report/documents/index.ts';
import { type TableWidth, latexTable as typeset } from '../../../src/report/latex/table.ts';
import { numberColumn, type ReportTable, tableOf, wordColumn } from '../../../src/report/tables/report-table.ts';
import { nineLayers } from '../fixtures/result-builder.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
}

const latexTable = (table: ReportTable, width: TableWidth = 'column') =>
  typeset(table, { width, label: 'it', origin: 'picojoule 1.0' });

const rows: readonly Row[] = [
  { name: 'a_b & 50 % #1 {x} ~^\\ $2 <script>', value: 12.3 },
  { name: 'two', value: 0.0000123 },
  { name: 'three', value: -4 },
  { name: 'none', value: null },
];
const name = wordColumn<Row>('name', (row) => row.name);
const table = (value = numberColumn<Row>('time', 'us', (row) => row.value)) =>
  tableOf('t', 'A table', [name, value], rows);
const columnSpec = (latex: string) => /\\begin\{tabular\}\{@\{\}(.*)@\{\}\}\n/.exec(latex)?.[1];

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

test('a name that begins with a bracket or a star is not taken for an option of the line before it', (t) => {
  const latex = latexTable(
    tableOf(
      't',
      'A table',
      [name],
      [
        { name: '[4pt] conv', value: 1 },
        { name: '*', value: 1 },
      ],
    ),
  );
  t.true(latex.includes('\n  {[}4pt{]} conv \\\\\n  {*} \\\\'));
});

test('letters that pdflatex does not know stand as their number', (t) => {
  t.true(latexTable(tableOf('t', 'Größe 層', [name], rows)).includes('Größe {[}U+5C64{]}'));
});

const numbers = (count: number) =>
  Array.from({ length: count }, (_, k) => numberColumn<Row>(`number ${k}`, 'us', () => 123_456.7 * (k + 1)));
const named = (count: number, text: (k: number) => string): Row[] =>
  Array.from({ length: count }, (_, k) => ({ name: text(k), value: k }));

test('what is too wide is dealt to blocks that each begin with the names, and no column is lost', (t) => {
  const wide = tableOf(
    't',
    'A table',
    [name, ...numbers(14)],
    named(3, (k) => `layer ${k}`),
  );
  const blocks = latexTable(wide).split('\\begin{tabular}').slice(1);
  t.is(blocks.length, 3);
  t.true(blocks.every((block) => block.includes('layer 2 &')));
  t.is(latexTable(wide).match(/\{number\}|\{number \d+\}/g)?.length, 14);
  t.is(latexTable(wide, 'page').split('\\begin{tabular}').length - 1, 2);
});

test('what is too high goes on in floats of the same number; on the whole page it is a longtable', (t) => {
  const high = tableOf(
    't',
    'A table',
    [name, ...numbers(1)],
    named(120, (k) => `layer ${k}`),
  );
  const [column, page] = [latexTable(high), latexTable(high, 'page')];
  t.is(column.match(/\\begin\{table\}/g)?.length, 3);
  t.is(column.match(/\\addtocounter\{table\}\{-1\}/g)?.length, 2);
  t.is(column.match(/\\label/g)?.length, 1);
  t.regex(page, /\\begin\{longtable\}[\s\S]*\\endfirsthead[\s\S]*\\endhead/);
  for (const text of [column, page]) for (const k of [0, 60, 119]) t.true(text.includes(`layer ${k} &`));
});

test('a column without a value is left out, long sources stand below once each, a beginning that all share is said once', (t) => {
  const table = tableOf<Row>(
    't',
    'A table',
    [
      name,
      numberColumn<Row>('paper', 'us', () => null),
      wordColumn<Row>(
        'source',
        (row) => `a long source that nobody wants to read in every row, number ${Number(row.value) % 2}`,
      ),
    ],
    named(3, (k) => `features.block.conv${k}`),
  );
  const latex = latexTable(table);
  t.notRegex(latex, /paper/);
  t.is(latex.match(/a long source/g)?.length, 2);
  t.is(latex.match(/features/g)?.length, 1);
  t.regex(latex, /conv2 & a/);
});

test('caption and label are there to be edited', (t) => {
  t.regex(latexTable(table()), /\\caption\{A table\.\}\n\\label\{tab:it\}/);
});
