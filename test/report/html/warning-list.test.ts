import test from 'ava';
import { warningList } from '../../../src/report/html/warning-list.ts';

test('warnings of a kind stand together: the first in full, the others of other layers and numbers folded away', (t) => {
  const html = warningList([
    'conv1: 12 weights clip',
    'conv2: 7 weights clip',
    'no inputs given',
    'fc: 9.5 weights clip',
  ]);
  t.regex(
    html,
    /<li>conv1: 12 weights clip<details><summary>and 2 alike<\/summary><ul><li>conv2: 7 weights clip<\/li><li>fc: /,
  );
  t.regex(html, /<li>no inputs given<\/li>/);
  t.is(warningList([]), '');
});
