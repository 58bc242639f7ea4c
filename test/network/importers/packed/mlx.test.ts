import test from 'ava';
import { onlyMatrix, readMade, streamWords, wholeNumbers } from './tensors-to-read.ts';

const OUTPUTS = 3;
const INPUTS = 128;

for (const bits of [2, 3, 4, 5, 6, 8])
  test(`MLX of ${bits} bits in groups of 32: scale x field + bias`, (t) => {
    const fields = wholeNumbers(OUTPUTS, INPUTS, 2 ** bits);
    const scales = wholeNumbers(OUTPUTS, INPUTS / 32, 9, 2).map((row) => row.map((value) => (value + 1) / 8));
    const offsets = wholeNumbers(OUTPUTS, INPUTS / 32, 9, 8).map((row) => row.map((value) => -value));
    const words = fields.map((row) => streamWords(row, bits));
    const tensors = [
      ['fc.weight', 'uint32', [OUTPUTS, words[0].length], words.flat()],
      ['fc.scales', 'bf16', [OUTPUTS, INPUTS / 32], scales.flat()],
      ['fc.biases', 'bf16', [OUTPUTS, INPUTS / 32], offsets.flat()],
    ] as const;
    const read = readMade(tensors, { bits, group_size: 32 });
    t.deepEqual(
      onlyMatrix(read),
      fields.map((row, output) =>
        row.map(
          (field, input) => scales[output][Math.floor(input / 32)] * field + offsets[output][Math.floor(input / 32)],
        ),
      ),
    );
    t.deepEqual(read.warnings, []);
    t.is(read.layers[0].bias, undefined);
  });

test('without a config 4 bits in groups of 64 are assumed, and that is said; a mode without biases is refused', (t) => {
  const words = wholeNumbers(2, 8, 2 ** 31).flat();
  const read = readMade([
    ['fc.weight', 'uint32', [2, 8], words],
    ['fc.scales', 'bf16', [2, 1], [1, 1]],
    ['fc.biases', 'bf16', [2, 1], [0, 0]],
  ]);
  t.is(read.layers[0].matrix.columns, 64);
  t.regex(read.warnings[0], /4 bits in groups of 64 assumed/);
  const refused = readMade([
    ['fc.weight', 'uint32', [2, 8], words],
    ['fc.scales', 'uint8', [2, 2], [1, 1, 1, 1]],
  ]);
  t.deepEqual(refused.layers, []);
  t.regex(refused.skipped[0].reason, /^MLX, not read: no tensor fc.biases/);
});
