import test from 'ava';
import { ratioRange } from '../../src/energy/ratio-range.ts';
import { EIE, row, table } from './table-by-hand.ts';

const COUNTS = {
  'sparseMatrix.read': 10,
  'arithmeticUnit.multiply': 80,
  'codebook.read': 80,
  'sparseMatrix.leakage': 1000,
};

const rows = (read: number | 'sram') =>
  table(
    row('sparseMatrix', 'read', read),
    row('sparseMatrix', 'leakage', 100),
    row('arithmeticUnit', 'multiply', 1),
    row('codebook', 'read', 1),
  );

test('where the table fixes the memories, the range is that of what counts as arithmetic, and leakage is no part of it', (t) => {
  const { low, high, lowest, highest } = ratioRange(EIE, rows(32), COUNTS)!;
  t.deepEqual([low, high], [2, 4]);
  t.regex(lowest, /arithmetic is the whole arithmetic unit/);
  t.regex(highest, /arithmetic is multiplies and additions/);
});

test('with the model of memories it spans device types and arrays, the configured one inside', (t) => {
  const { low, high, lowest, highest } = ratioRange(EIE, rows('sram'), COUNTS)!;
  const configured = (10 * 28.1136) / 80;
  t.true(low < configured / 2 && high >= configured);
  t.is(high, (10 * 32.957) / 80, 'hp with the pick of ED^2 is the dearest');
  t.regex(lowest, /^lop memories, objective clock/);
  t.regex(highest, /^hp memories, objective ed2/);
});

test('nothing multiplied, no ratio and no range', (t) => {
  t.is(ratioRange(EIE, rows(32), { 'sparseMatrix.read': 3 }), undefined);
});
