import test from 'ava';
import { extremes, largestMagnitude } from '../../src/base/extremes.ts';

test('the smallest and largest of a million numbers', (t) => {
  const values = Array.from({ length: 1e6 }, (_, k) => (k * 7919) % 1e6);
  t.deepEqual(extremes(values), { least: 0, most: 999_999 });
  t.is(largestMagnitude(values.map((value) => -value)), 999_999);
});

test('of no numbers there is no smallest one; gaps have no magnitude', (t) => {
  t.deepEqual(extremes([]), { least: Infinity, most: -Infinity });
  t.is(largestMagnitude([null, undefined, -3]), 3);
  t.is(largestMagnitude([]), 0);
});
