import test from 'ava';
import fc from 'fast-check';
import { jsonPieces, jsonText } from '../../../src/report/text/json-text.ts';

test('lists of numbers stand on one line, objects do not', (t) => {
  t.is(
    jsonText({ busy: [1, 2.5, -3e-7], empty: [], deep: [[1, 2], [3]] }),
    '{\n  "busy": [1, 2.5, -3e-7],\n  "empty": [],\n  "deep": [\n    [1, 2],\n    [3]\n  ]\n}\n',
  );
});

test('every record reads back as it was', (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      t.deepEqual(JSON.parse(jsonText(value)), JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 300 },
  );
});

test('text that looks like a list is left alone', (t) => {
  const record = { name: '[\n  1,\n  2\n]' };
  t.deepEqual(JSON.parse(jsonText(record)), record);
});

test('a number that JSON cannot hold is refused, never null', (t) => {
  t.throws(() => jsonText({ energyPj: Number.NaN }), { message: /energyPj.*NaN/ });
});

test('in pieces it is the same text, however long the list is', (t) => {
  const element = fc.record({ x: fc.jsonValue(), list: fc.array(fc.integer()), name: fc.string() });
  fc.assert(
    fc.property(fc.array(element), fc.jsonValue(), fc.nat(3), (points, other, times) => {
      const many = Array.from({ length: 300 * times }, () => points).flat();
      const record = { before: other, points: many, behind: [other] };
      t.is([...jsonPieces(record, 'points')].join(''), jsonText(record));
    }),
    { numRuns: 60 },
  );
});
