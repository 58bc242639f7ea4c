import test from 'ava';
import { cut, type Made, onlyMatrix, readMade, streamWords, transposed, wholeNumbers } from './tensors-to-read.ts';

const OUTPUTS = 12;

/** Whole words of floor(32 / bits) numbers. */
const packed = (row: readonly number[], bits: number): number[] =>
  cut(row, Math.floor(32 / bits)).map((part) => streamWords(part, bits)[0]);

interface Case {
  readonly bits: number;
  readonly inputs: number;
  readonly groups: number;
}

function made({ bits, inputs, groups }: Case, values: number[][], scales: number[][], zeros?: number[][]): Made[] {
  const half = 2 ** (bits - 1);
  const words = values.map((row) =>
    packed(
      row.map((value) => value + half),
      bits,
    ),
  );
  const zeroWords =
    zeros === undefined
      ? undefined
      : transposed(
          transposed(zeros).map((column) =>
            packed(
              column.map((zero) => zero + half),
              bits,
            ),
          ),
        );
  return [
    ['fc.weight_packed', 'int32', [OUTPUTS, words[0].length], words.flat()],
    ['fc.weight_scale', 'bf16', [OUTPUTS, groups], scales.flat()],
    ['fc.weight_shape', 'int64', [2], [OUTPUTS, inputs]],
    ...(zeroWords === undefined
      ? []
      : ([['fc.weight_zero_point', 'int32', [zeroWords.length, groups], zeroWords.flat()]] as Made[])),
  ];
}

const CASES: readonly Case[] = [
  { bits: 4, inputs: 32, groups: 2 },
  { bits: 4, inputs: 30, groups: 1 },
  { bits: 8, inputs: 16, groups: 1 },
  { bits: 3, inputs: 20, groups: 1 },
  { bits: 2, inputs: 32, groups: 4 },
];
for (const one of CASES)
  test(`pack-quantized of ${one.bits} bits, ${one.inputs} inputs in ${one.groups} groups, with and without zero points`, (t) => {
    const { bits, inputs, groups } = one;
    const half = 2 ** (bits - 1);
    const values = wholeNumbers(OUTPUTS, inputs, 2 ** bits).map((row) => row.map((value) => value - half));
    const zeros = wholeNumbers(OUTPUTS, groups, 2 ** bits, 9).map((row) => row.map((value) => value - half));
    const scales = wholeNumbers(OUTPUTS, groups, 7, 4).map((row) => row.map((value) => (value + 1) / 16));
    const group = (input: number): number => Math.floor(input / (inputs / groups));
    const weights = (zero: (output: number, input: number) => number): number[][] =>
      values.map((row, output) =>
        row.map((value, input) => scales[output][group(input)] * (value - zero(output, input))),
      );
    t.deepEqual(
      onlyMatrix(readMade(made(one, values, scales))),
      weights(() => 0),
    );
    t.deepEqual(
      onlyMatrix(readMade(made(one, values, scales, zeros))),
      weights((output, input) => zeros[output][group(input)]),
    );
  });
