import test from 'ava';
import { parsePythonLiteral } from '../../../../src/network/importers/numpy/python-literal.ts';

test('the dictionary of a numpy header is read, Python 2 and trailing blanks included', (t) => {
  const read = parsePythonLiteral(`{'descr': "<f4", 'fortran_order': False, 'shape': (3L, -1,), }   \n`);
  t.deepEqual(
    read,
    new Map<string, unknown>([
      ['descr', '<f4'],
      ['fortran_order', false],
      ['shape', [3, -1]],
    ]) as never,
  );
  t.deepEqual(parsePythonLiteral(`[('a', '<f4', (2,)), ('b\\'', None)]`), [
    ['a', '<f4', [2]],
    ["b'", null],
  ]);
});

for (const [text, message] of [
  [`{'a': 1`, /position 7: expected "," or "}", found the end/],
  [`{'a': 2.5}`, /position 6: expected a value, found "2\.5}"/],
  [`{'a': 1, 'a': 2}`, /expected "a" once/],
  [`{'a': 1} x`, /expected the end, found "x"/],
  [`{a: 1}`, /expected text in quotes/],
  ['('.repeat(40), /expected a value that lies less deep/],
] as const)
  test(`refused: ${text.slice(0, 20)}`, (t) => {
    t.throws(() => parsePythonLiteral(text), { instanceOf: SyntaxError, message });
  });
