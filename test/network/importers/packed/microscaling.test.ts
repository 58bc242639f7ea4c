import test from 'ava';
import { cut, onlyMatrix, readMade, rowsOf, wholeNumbers } from './tensors-to-read.ts';

/** fp4 by its table (OCP microscaling formats 1.0). */
const FP4 = [0, 0.5, 1, 1.5, 2, 3, 4, 6, -0, -0.5, -1, -1.5, -2, -3, -4, -6];
const bytes = (codes: readonly number[]): number[] => cut(codes, 2).map(([low, high]) => high * 16 + low);

test('MXFP4 of gpt-oss: experts of blocks of 32, low half first, a power of two for each', (t) => {
  const codes = wholeNumbers(2 * 4 * 2, 32, 16);
  const exponents = wholeNumbers(2 * 4 * 2, 1, 6, 3).map(([value]) => 124 + value);
  const read = readMade([
    ['experts.down_proj_blocks', 'uint8', [2, 4, 2, 16], codes.flatMap(bytes)],
    ['experts.down_proj_scales', 'uint8', [2, 4, 2], exponents],
  ]);
  const weights = codes.map((block, at) => block.map((code) => FP4[code] * 2 ** (exponents[at] - 127)));
  const rows = cut(weights, 2).map(([first, second]) => [...first, ...second]);
  t.deepEqual(
    read.layers.map(({ name }) => name),
    ['experts.down_proj.0', 'experts.down_proj.1'],
  );
  t.deepEqual(read.layers.flatMap(rowsOf), rows);
});

test('NVFP4: a scale for 16 inputs, the overall one divides (compressed-tensors) or multiplies (ModelOpt)', (t) => {
  const codes = wholeNumbers(3, 32, 16);
  const scales = [1, 2, 4, 8, 0.5, 16];
  const weights = (overall: number): number[][] =>
    codes.map((row, output) =>
      row.map((code, input) =>
        Math.fround(FP4[code] * Math.fround(scales[output * 2 + Math.floor(input / 16)] * overall)),
      ),
    );
  const divided = readMade([
    ['fc.weight_packed', 'uint8', [3, 16], codes.flatMap(bytes)],
    ['fc.weight_scale', 'fp8e4m3', [3, 2], scales],
    ['fc.weight_global_scale', 'fp32', [1], [4]],
  ]);
  t.deepEqual(onlyMatrix(divided), weights(1 / 4));
  const multiplied = readMade([
    ['fc.weight', 'uint8', [3, 16], codes.flatMap(bytes)],
    ['fc.weight_scale', 'fp8e4m3', [3, 2], scales],
    ['fc.weight_scale_2', 'fp32', [], [0.125]],
    ['fc.input_scale', 'fp32', [], [1]],
  ]);
  t.deepEqual(onlyMatrix(multiplied), weights(0.125));
  t.is(multiplied.layers[0].numberFormat, 'nvfp4');
});
