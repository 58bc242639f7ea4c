import test from 'ava';
import { OutcomeColumns } from '../../../src/sweep/store/outcome-columns.ts';

const point = (index: number, warnings: readonly string[]) => ({ index, axes: {}, metrics: { m: index }, warnings });

test('what a point warns of is told again by no point behind it', (t) => {
  const columns = new OutcomeColumns(['m'], () => ({}));
  const [first, second, third] = [point(3, ['a']), point(1, ['a', 'b']), point(2, ['b', 'a'])].map((one) =>
    columns.add(one),
  );
  t.deepEqual(first.warnings, ['a']);
  t.deepEqual(second.warnings, ['b']);
  t.is(third.warnings, undefined);
  t.deepEqual(columns.warnings.told(), ['a', 'b']);
  t.deepEqual(
    columns.inOrder().map(({ index, metrics }) => [index, metrics.m]),
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  );
});
