import test from 'ava';
import { inert, inOneDirection, printable } from '../../src/base/printable.ts';

test('control characters are written out, line ends stay', (t) => {
  t.is(printable('a\x1b[31mb\n\x07'), 'a\\x1b[31mb\n\\x07');
});

test('what is printed as a result keeps tabs and line ends and no other control character', (t) => {
  t.is(inert('a\tb\nc\x1b[31m\r\x9b'), 'a\tb\nc\\u001b[31m\\u000d\\u009b');
});

test('marks that turn the direction of a line are written out, letters of right-to-left scripts stay', (t) => {
  t.is(inOneDirection('fc\u202e1\u2066\u200f'), 'fc\\u202e1\\u2066\\u200f');
  t.is(inOneDirection('שלום عربي'), 'שלום عربي');
});

test('in JSON they mean the same text', (t) => {
  const record = { name: 'a\\\u202e"b\u009b\u007f' };
  t.deepEqual(JSON.parse(inOneDirection(JSON.stringify(record))), record);
  t.deepEqual(JSON.parse(inert(JSON.stringify(record, null, '\t'))), record);
});
