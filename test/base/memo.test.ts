import test from 'ava';
import { keptUpTo } from '../../src/base/memo.ts';

test('so many are remembered by their keys, and behind them all are made again', (t) => {
  const known = new Map<string, { key: string }>();
  const made: string[] = [];
  const get = (key: string) =>
    keptUpTo(2, known, key, () => {
      made.push(key);
      return { key };
    });
  const [first, second] = [get('a'), get('b')];
  t.is(get('a'), first);
  t.is(get('b'), second);
  t.deepEqual(get('c'), { key: 'c' });
  t.deepEqual([...known.keys()], ['c']);
  t.not(get('a'), first);
  t.deepEqual(made, ['a', 'b', 'c', 'a']);
});

test('what cannot be made is not remembered, and nothing is forgotten for it', (t) => {
  const known = new Map([['a', { key: 'a' }]]);
  t.throws(() =>
    keptUpTo(1, known, 'b', () => {
      throw new Error('no');
    }),
  );
  t.deepEqual([...known.keys()], ['a']);
});
