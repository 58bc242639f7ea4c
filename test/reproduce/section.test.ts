import test from 'ava';
import { hasMoved, movedClaims, sectionOf } from '../../src/reproduce/section.ts';

const choices = [
  { name: 'a', title: 'A', meaning: '' },
  { name: 'b', title: 'B', meaning: '' },
];
const row = { key: 'x', name: 'x', unit: 'us', published: 10, place: 'Table 1', tolerance: 0.01 };
const found = (a: number, b: number) => ({
  key: 'table-1',
  title: 'Table 1',
  about: [],
  choices,
  rows: [{ ...row, ours: { a, b }, deviation: 3 }],
  claims: [{ key: 'c', claim: 'c', place: '', found: '', holds: a > 5 }],
});

test('a value moves when it is further from the expected one than the tolerance, on either side', (t) => {
  t.false(hasMoved(101, 100, 0.01));
  t.true(hasMoved(101.1, 100, 0.01));
  t.true(hasMoved(98.9, 100, 0.01));
  t.true(hasMoved(1e-9, 0, 0.01));
  t.false(hasMoved(null, 1, 0.01));
  t.false(hasMoved(1, null, 0.01));
});

test('a row has moved when any of its columns has', (t) => {
  const references = new Map([['p/table-1/x', { a: 10, b: 20 }]]);
  t.false(sectionOf('p', found(10.05, 20), references).rows[0].moved);
  t.true(sectionOf('p', found(10, 20.3), references).rows[0].moved);
});

test('a row that agrees with the paper within 1 % with every choice cites no deviation', (t) => {
  t.is(sectionOf('p', found(10.05, 9.95), new Map()).rows[0].deviation, undefined);
  t.is(sectionOf('p', found(10.05, 9.5), new Map()).rows[0].deviation, 3);
});

test('a statement that no longer holds has moved', (t) => {
  const references = new Map([['p/table-1/c', { holds: 1 }]]);
  t.deepEqual(movedClaims(sectionOf('p', found(10, 10), references), references), []);
  t.deepEqual(movedClaims(sectionOf('p', found(1, 10), references), references), ['p/table-1/c']);
});

test('a number for a column that the section does not have is a fault of the document', (t) => {
  t.throws(() => sectionOf('p', { ...found(1, 1), rows: [{ ...row, ours: { c: 1 } }] }, new Map()), {
    message: 'p/table-1/x has no column c',
  });
});
