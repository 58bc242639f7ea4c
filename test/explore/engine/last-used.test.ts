import test from 'ava';
import { LastUsed } from '../../../src/explore/engine/last-used.ts';

test('what is asked for again is not made again, and the longest unused goes', (t) => {
  const known = new LastUsed<string>(2);
  const made: string[] = [];
  const make = (key: string) => {
    made.push(key);
    return key.toUpperCase();
  };
  const get = (key: string) => known.get(key, () => make(key));
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) t.is(get(key), key.toUpperCase());
  t.deepEqual(made, ['a', 'b', 'c', 'b']);
});
