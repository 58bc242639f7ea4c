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
