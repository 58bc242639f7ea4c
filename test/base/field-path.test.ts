import test from 'ava';
import { formatPath, parsePath, valueAt } from '../../src/base/field-path.ts';

test('a path is written with dots and brackets and read back', (t) => {
  const path = ['layers', 0, 'generate', 'rows'];
  t.is(formatPath(path), 'layers[0].generate.rows');
  t.deepEqual(parsePath('layers[0].generate.rows'), path);
  t.deepEqual(parsePath('layers.0.generate.rows'), path);
});

test('a value is found by its own keys only', (t) => {
  t.is(valueAt({ layers: [{ rows: 4 }] }, ['layers', 0, 'rows']), 4);
  t.is(valueAt({}, ['constructor', 'name']), undefined);
  t.is(valueAt({ a: null }, ['a', 'b']), undefined);
});
