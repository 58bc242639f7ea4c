import test from 'ava';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvText, neutralise, restore } from '../../../src/report/text/csv-text.ts';

test('text that a spreadsheet would run is neutralised, a negative number is not', (t) => {
  t.is(csvText(['layer', 'deltaPj'], [{ layer: '=1+1', deltaPj: -0.02 }]), "layer,deltaPj\n'=1+1,-0.02\n");
});

test('a formula behind a semicolon, a tab or a line feed is neutralised too: a spreadsheet may take any of them for the end of a field', (t) => {
  t.is(csvText(['layer'], [{ layer: 'a;=1+1' }]), 'layer\n"a;\'=1+1"\n');
  t.is(csvText(['layer'], [{ layer: '\n=1+1' }]), 'layer\n"\'\n\'=1+1"\n');
  t.is(csvText(['layer'], [{ layer: 'a\t@SUM(1)' }]), 'layer\n"a\t\'@SUM(1)"\n');
  for (const text of [';;=1', '\n\n-1', "a;'=1", "';'", 'a; b']) t.is(restore(neutralise(text)), text);
  t.is(neutralise('conv1; conv2'), 'conv1; conv2');
});

test('numbers read back as the same double', (t) => {
  for (const value of [1e-7, 1e21, 0.30000000000000004, 9007199254740991, -0.02, 5e-324, 1e22]) {
    const [, [text]] = parse(csvText(['x'], [{ x: value }]));
    t.is(Number(text), value);
  }
});

test('whole numbers up to 2^53 have no exponent', (t) => {
  t.is(csvText(['count'], [{ count: 2 ** 53 - 1 }]), 'count\n9007199254740991\n');
});

test('any text reads back as it was, and every row has the fields of the header', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ a: fc.string(), b: fc.string(), c: fc.double({ noNaN: true }) }), { minLength: 1 }),
      (rows) => {
        const [, ...read] = parse(csvText(['a', 'b', 'c'], rows));
        t.deepEqual(
          read.map(([a, b]) => [restore(a), restore(b)]),
          rows.map(({ a, b }) => [neutralise(a), neutralise(b)].map(restore)),
        );
        t.true(read.every((fields) => fields.length === 3));
      },
    ),
  );
});

test('line ends, quotes and commas in names are quoted', (t) => {
  const names = ['a\rb', 'a\nb', 'a"b', 'a,b', ' a ', ''];
  const [, ...read] = parse(
    csvText(
      ['name', 'x'],
      names.map((name) => ({ name, x: 1 })),
    ),
    { record_delimiter: '\n' },
  );
  t.deepEqual(
    read.map(([name]) => name),
    names,
  );
});

test('what is missing is an empty field', (t) => {
  t.is(csvText(['a', 'b'], [{ a: null }]), 'a,b\n,\n');
});

test('an apostrophe in front survives the way back', (t) => {
  for (const text of ["'quoted", '=1', "'=1", 'plain', "it's"]) t.is(restore(neutralise(text)), text);
});

const DANGEROUS = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
const piece = fc.constantFrom(...DANGEROUS, "'", ';', ',', '"', '\n', '\r\n', ' ', 'a', '1', 'SUM(A1)');
const nasty = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));

/** What a spreadsheet that takes `delimiter` for the end of a field finds in each cell, quotes gone: csv-parse, and for lines inside a cell a plain cut. */
function cellsSeen(csv: string, delimiter: string): string[] {
  const rows: string[][] = parse(csv, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: '\n',
  });
  return rows.flat().flatMap((cell) => cell.split(/[;\t\r\n]/));
}

test('no cell that any spreadsheet sees begins a formula, in the header or below it, whatever separates its fields', (t) => {
  fc.assert(
    fc.property(nasty, nasty, (header, text) => {
      const csv = csvText([header, 'x'], [{ [header]: text, x: 'plain' }]);
      for (const delimiter of [',', ';', '\t'])
        for (const cell of cellsSeen(csv, delimiter))
          t.false(
            DANGEROUS.includes(cell[0]),
            `${JSON.stringify(cell)} of ${JSON.stringify(csv)} by ${JSON.stringify(delimiter)}`,
          );
    }),
    { numRuns: 2000 },
  );
});

test('each sign that begins a formula gets its apostrophe, in a header and in a cell', (t) => {
  for (const sign of ['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
    const [[header], [cell]] = parse(csvText([`${sign}1`], [{ [`${sign}1`]: `${sign}2` }]));
    t.deepEqual([header, cell], [`'${sign}1`, `'${sign}2`]);
  }
});
