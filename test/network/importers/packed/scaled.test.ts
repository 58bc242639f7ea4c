import test from 'ava';
import { onlyMatrix, readMade, wholeNumbers } from './tensors-to-read.ts';

const values = wholeNumbers(4, 6, 17).map((row) => row.map((value) => value - 8));

for (const [name, scaleName, shape, scales, at] of [
  ['one for all', 'fc.weight_scale', [], [0.5], () => 0.5],
  ['one for each output', 'fc.weight_scale', [4, 1], [1, 2, 4, 8], (row: number) => 2 ** row],
  ['one for each output, as a vector', 'fc.scale', [4], [1, 2, 4, 8], (row: number) => 2 ** row],
  [
    'groups of 3 inputs',
    'fc.weight_scale',
    [4, 2],
    [1, 2, 3, 4, 5, 6, 7, 8],
    (row: number, column: number) => row * 2 + Math.floor(column / 3) + 1,
  ],
  [
    'blocks of 2 x 2',
    'fc.weight_scale_inv',
    [2, 3],
    [1, 2, 3, 4, 5, 6],
    (row: number, column: number) => Math.floor(row / 2) * 3 + Math.floor(column / 2) + 1,
  ],
] as const)
  test(`int8 with a scale, ${name}`, (t) => {
    const read = readMade([
      ['fc.weight', 'int8', [4, 6], values.flat()],
      [scaleName, 'fp32', shape, scales],
    ]);
    t.deepEqual(
      onlyMatrix(read),
      values.map((row, output) => row.map((value, input) => value * at(output, input))),
    );
  });

test('a last block that is not full: 576 outputs in 5 blocks of 128', (t) => {
  const ones = Array.from({ length: 576 * 2 }, () => 1);
  const rows = onlyMatrix(
    readMade([
      ['fc.weight', 'fp8e4m3', [576, 2], ones],
      ['fc.weight_scale_inv', 'fp32', [5, 1], [1, 2, 3, 4, 5]],
    ]),
  );
  t.deepEqual(
    [127, 128, 511, 512, 575].map((row) => rows[row][0]),
    [1, 2, 4, 5, 5],
  );
});

test('a zero point is taken off before the scale; quanto names its parts _data and _scale', (t) => {
  const shifted = readMade([
    ['fc.weight', 'uint8', [1, 3], [3, 5, 7]],
    ['fc.weight_scale', 'fp32', [1, 1], [0.5]],
    ['fc.weight_zero_point', 'uint8', [1, 1], [5]],
  ]);
  t.deepEqual(onlyMatrix(shifted), [[-1, 0, 1]]);
  const quanto = readMade([
    ['fc.weight._data', 'int8', [2, 2], [1, 2, 3, 4]],
    ['fc.weight._scale', 'fp32', [2, 1], [2, 0.5]],
    ['fc.input_scale', 'fp32', [], [1]],
  ]);
  t.deepEqual(onlyMatrix(quanto), [
    [2, 4],
    [1.5, 2],
  ]);
  t.is(quanto.layers[0].name, 'fc.weight');
});

test('a scale that fits no axis is refused, not left out', (t) => {
  const read = readMade([
    ['fc.weight', 'int8', [4, 6], values.flat()],
    ['fc.weight_scale', 'fp32', [5], [1, 1, 1, 1, 1]],
  ]);
  t.deepEqual(read.layers, []);
  t.like(read.skipped[0], {
    name: 'fc.weight',
    kind: 'unread',
    reason: 'int8 with a scale, not read: a scale of shape (5,) for (4, 6)',
  });
});

test('integers without a scale are read as the numbers they are, and that is said', (t) => {
  const read = readMade([['fc.weight', 'int8', [4, 6], values.flat()]]);
  t.deepEqual(onlyMatrix(read), values);
  t.regex(read.warnings[0], /fc.weight: small integers without a scale beside them/);
});

test('MXFP8: the scale of a block is the exponent + 127 of a power of two, as a byte or as e8m0', (t) => {
  const row = wholeNumbers(1, 64, 9).flat();
  const expected = [row.map((value, input) => value * (input < 32 ? 0.25 : 2))];
  for (const [format, scales] of [
    ['uint8', [125, 128]],
    ['fp8e8m0', [0.25, 2]],
  ] as const)
    t.deepEqual(
      onlyMatrix(
        readMade([
          ['fc.weight', 'fp8e4m3', [1, 64], row],
          ['fc.weight_scale', format, [1, 2], scales],
        ]),
      ),
      expected,
    );
});

test('fp4 as a format of its own with fp8 scales and one over all', (t) => {
  const read = readMade([
    ['fc.weight', 'fp4', [1, 4], [1, -2, 3, 6]],
    ['fc.weight_scale', 'fp8e4m3', [1, 2], [2, 4]],
    ['fc.weight_global_scale', 'fp32', [1], [8]],
  ]);
  t.deepEqual(onlyMatrix(read), [[0.25, -0.5, 1.5, 3]]);
});
