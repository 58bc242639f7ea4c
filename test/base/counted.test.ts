import test from 'ava';
import { counted } from '../../src/base/counted.ts';

test('one is singular, everything else is plural', (t) => {
  t.deepEqual(
    [0, 1, 2].map((count) => counted(count, 'more layer')),
    ['0 more layers', '1 more layer', '2 more layers'],
  );
});
