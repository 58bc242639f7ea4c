import test from 'ava';
import { numberAt } from '../../../src/sweep/metrics/number-at.ts';

const record = {
  cycles: 7,
  none: null,
  name: 'x',
  actionCounts: { 'pointers.read': 3 },
  layers: [{ name: 'fc8.b', cycles: 9 }],
};

test('paths lead through keys with dots and through names of list elements', (t) => {
  t.is(numberAt(record, 'cycles'), 7);
  t.is(numberAt(record, 'actionCounts.pointers.read'), 3);
  t.is(numberAt(record, 'layers.fc8.b.cycles'), 9);
});

test('a path without a number is null, one that does not exist is undefined', (t) => {
  t.is(numberAt(record, 'none'), null);
  t.is(numberAt(record, 'name'), null);
  t.is(numberAt(record, 'actionCounts'), undefined);
  t.is(numberAt(record, 'cycle'), undefined);
  t.is(numberAt(record, 'toString'), undefined);
});
