import test from 'ava';
import { onlyMatrix, readMade, streamWords, transposed, wholeNumbers } from './tensors-to-read.ts';

const codes = wholeNumbers(4, 6, 16);
const book = Array.from({ length: 16 }, (_, code) => (code === 0 ? 0 : code / 8 - 1));

for (const [key, table] of [
  ['fc.codes', 'fc.codebook'],
  ['fc.weight_codes', 'fc.weight_codebook'],
  ['fc.weight', 'fc.centroids'],
  ['fc.weight_indices', 'fc.lut'],
])
  test(`${key} are codes of ${table}`, (t) => {
    const read = readMade([
      [key, 'uint8', [4, 6], codes.flat()],
      [table, 'fp32', [16], book],
      ['fc.bias', 'fp32', [4], [1, 2, 3, 4]],
    ]);
    t.deepEqual(
      onlyMatrix(read),
      codes.map((row) => row.map((code) => book[code])),
    );
    t.is(read.layers[0].name, 'fc.weight');
    t.deepEqual([...read.layers[0].bias!], [1, 2, 3, 4]);
  });

test('a codebook of two dimensions has a row for each output; a code beyond it is refused', (t) => {
  const books = wholeNumbers(4, 16, 100).map((row) => row.map((value) => value / 4));
  const read = readMade([
    ['fc.codes', 'uint8', [4, 6], codes.flat()],
    ['fc.codebook', 'fp32', [4, 16], books.flat()],
  ]);
  t.deepEqual(
    onlyMatrix(read),
    codes.map((row, output) => row.map((code) => books[output][code])),
  );
  t.throws(
    () =>
      readMade([
        ['fc.codes', 'uint8', [1, 2], [0, 3]],
        ['fc.codebook', 'fp32', [3], [0, 1, 2]],
      ]),
    {
      message: /code 3, but fc.codebook has 3 values/,
    },
  );
});

for (const bits of [3, 4])
  test(`SqueezeLLM of ${bits} bits: a table of ${2 ** bits} values for each output; its sparse part is refused`, (t) => {
    const fields = wholeNumbers(32, 5, 2 ** bits);
    const words = transposed(transposed(fields).map((column) => streamWords(column, bits)));
    const tables = wholeNumbers(5, 2 ** bits, 64, 6).map((row) => row.map((value) => value / 16));
    const tensors = [
      ['fc.qweight', 'int32', [words.length, 5], words.flat()],
      ['fc.lookup_table', 'fp32', [5, 2 ** bits], tables.flat()],
    ] as const;
    t.deepEqual(
      onlyMatrix(readMade(tensors)),
      transposed(fields.map((row) => row.map((field, output) => tables[output][field]))),
    );
    t.regex(
      readMade([...tensors, ['fc.vals', 'fp32', [1], [1]]]).skipped[0].reason,
      /^SqueezeLLM, . bit, not read: its sparse part/,
    );
  });
