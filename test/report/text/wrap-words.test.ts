import test from 'ava';
import { wrapWords } from '../../../src/report/text/wrap-words.ts';

test('lines break at spaces and stay within the width', (t) => {
  t.is(wrapWords('one two three four', 9), 'one two\nthree\nfour');
});

test('a word longer than the width stands alone', (t) => {
  t.is(wrapWords('a incomprehensible b', 5), 'a\nincomprehensible\nb');
});
