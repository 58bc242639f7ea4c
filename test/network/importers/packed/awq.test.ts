import test from 'ava';
import { cut, onlyMatrix, readMade, streamWords, transposed, wholeNumbers } from './tensors-to-read.ts';

const OUTPUTS = 24;
const INPUTS = 32;
const GROUPS = 2;

/** Eight outputs in the order in which AWQ lays them into a word. */
const words = (row: readonly number[]): number[] =>
  cut(row, 8).flatMap((eight) =>
    streamWords(
      [0, 2, 4, 6, 1, 3, 5, 7].map((output) => eight[output]),
      4,
    ),
  );

test('AWQ: fields along the outputs in the order 0 2 4 6 1 3 5 7, scale x (field - zero)', (t) => {
  const fields = wholeNumbers(INPUTS, OUTPUTS, 16);
  const zeros = wholeNumbers(GROUPS, OUTPUTS, 16, 5);
  const scales = wholeNumbers(GROUPS, OUTPUTS, 9, 2).map((row) => row.map((value) => (value + 1) / 32));
  const read = readMade([
    ['fc.qweight', 'int32', [INPUTS, OUTPUTS / 8], fields.flatMap(words)],
    ['fc.qzeros', 'int32', [GROUPS, OUTPUTS / 8], zeros.flatMap(words)],
    ['fc.scales', 'fp16', [GROUPS, OUTPUTS], scales.flat()],
  ]);
  const groupOf = (input: number): number => Math.floor(input / (INPUTS / GROUPS));
  t.deepEqual(
    onlyMatrix(read),
    transposed(
      fields.map((row, input) =>
        row.map((field, output) => scales[groupOf(input)][output] * (field - zeros[groupOf(input)][output])),
      ),
    ),
  );
  t.is(read.layers[0].numberFormat, 'awq4');
});

test('AWQ of another width, and without zero points, is refused by name', (t) => {
  const tensors = [
    ['fc.qweight', 'int32', [8, 1], wholeNumbers(8, 1, 9).flat()],
    ['fc.scales', 'fp16', [1, 8], wholeNumbers(1, 8, 9).flat()],
  ] as const;
  t.regex(readMade(tensors, { w_bit: 3 }).skipped[0].reason, /^AWQ, 3 bit, not read/);
  t.regex(readMade(tensors).skipped[0].reason, /^AWQ, 4 bit, not read: no tensor fc.qzeros/);
});
