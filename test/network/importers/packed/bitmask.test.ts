import test from 'ava';
import { onlyMatrix, readMade, wholeNumbers } from './tensors-to-read.ts';

const COLUMNS = 13;

test('sparse-bitmask: kept values row after row, low bit of the mask first', (t) => {
  const dense = wholeNumbers(5, COLUMNS, 4).map((row) => row.map((value) => (value < 2 ? 0 : value / 2)));
  const kept = dense.flat().filter((value) => value !== 0);
  const mask = dense.flatMap((row) =>
    [0, 8].map((from) =>
      row.slice(from, from + 8).reduce((byte, value, bit) => byte + (value === 0 ? 0 : 2 ** bit), 0),
    ),
  );
  const tensors = [
    ['fc.compressed', 'bf16', [kept.length], kept],
    ['fc.bitmask', 'uint8', [5, 2], mask],
    ['fc.shape', 'int64', [2], [5, COLUMNS]],
    ['fc.row_offsets', 'int64', [5], [0, 1, 2, 3, 4]],
  ] as const;
  t.deepEqual(onlyMatrix(readMade(tensors)), dense);
  t.throws(() => readMade([['fc.compressed', 'bf16', [kept.length - 1], kept.slice(1)], ...tensors.slice(1)]), {
    message: new RegExp(`keeps ${kept.length} values, ${kept.length - 1} are there`),
  });
});

test('2:4 with a scale: the mask is undone first, then the scale', (t) => {
  const read = readMade([
    ['fc.weight.compressed', 'fp8e4m3', [1, 4], [1, 2, 3, 4]],
    ['fc.weight.bitmask', 'uint8', [1, 1], [0b01011010]],
    ['fc.weight.shape', 'int64', [2], [1, 8]],
    ['fc.weight_scale', 'bf16', [1, 1], [0.5]],
  ]);
  t.deepEqual(onlyMatrix(read), [[0, 0.5, 0, 1, 1.5, 0, 2, 0]]);
});
