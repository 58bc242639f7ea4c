import test from 'ava';
import { type Made, onlyMatrix, readMade, streamWords, transposed, wholeNumbers } from './tensors-to-read.ts';

const OUTPUTS = 32;
const INPUTS = 64;
const GROUPS = 4;
const SCALES = wholeNumbers(GROUPS, OUTPUTS, 15, 7).map((row) => row.map((value) => (value + 1) / 64));

/** What GPTQ stores of fields [input][output], zero points [group][output] and the group of each input. */
function encode(
  fields: readonly (readonly number[])[],
  zeros: readonly (readonly number[])[],
  groupOf: readonly number[] | undefined,
  bits: number,
  lessOne: 0 | 1,
  wordsOf: typeof streamWords = streamWords,
): Made[] {
  const words = transposed(transposed(fields).map((column) => wordsOf(column, bits)));
  const zeroWords = zeros.map((row) =>
    wordsOf(
      row.map((zero) => (zero - lessOne + 2 ** bits) % 2 ** bits),
      bits,
    ),
  );
  return [
    ['fc.qweight', 'int32', [words.length, OUTPUTS], words.flat()],
    ['fc.qzeros', 'int32', [zeroWords.length, zeroWords[0].length], zeroWords.flat()],
    ['fc.scales', 'fp16', [GROUPS, OUTPUTS], SCALES.flat()],
    ...(groupOf === undefined ? [] : ([['fc.g_idx', 'int32', [INPUTS], groupOf]] as Made[])),
    ['fc.bias', 'fp16', [OUTPUTS], Array.from({ length: OUTPUTS }, (_, at) => at)],
  ];
}

function expected(
  fields: readonly (readonly number[])[],
  zeros: readonly (readonly number[])[],
  groupOf: readonly number[],
): number[][] {
  return transposed(
    fields.map((row, input) =>
      row.map((field, output) => SCALES[groupOf[input]][output] * (field - zeros[groupOf[input]][output])),
    ),
  );
}

const inOrder = Array.from({ length: INPUTS }, (_, input) => Math.floor(input / (INPUTS / GROUPS)));
const shuffled = inOrder.map((_, input) => (input * 5) % GROUPS);

for (const bits of [2, 3, 4, 8])
  for (const [version, lessOne] of [
    ['gptq', 1],
    ['gptq_v2', 0],
  ] as const)
    test(`GPTQ of ${bits} bits, ${version}: scale x (field - zero), with its bias`, (t) => {
      const fields = wholeNumbers(INPUTS, OUTPUTS, 2 ** bits);
      const zeros = wholeNumbers(GROUPS, OUTPUTS, 2 ** bits - 1, 3).map((row) => row.map((zero) => zero + 1));
      const read = readMade(encode(fields, zeros, inOrder, bits, lessOne), { checkpoint_format: version, bits });
      t.deepEqual(onlyMatrix(read), expected(fields, zeros, inOrder));
      t.is(read.layers[0].name, 'fc.weight');
      t.deepEqual(
        [...read.layers[0].bias!],
        Array.from({ length: OUTPUTS }, (_, at) => at),
      );
      t.deepEqual(read.warnings, []);
    });

/** The planar layout as its documentation states it: of 32 codes first the words of the low plane, then those of the next. */
function planarWords(codes: readonly number[], bits: number): number[] {
  const widths = { 2: [2], 3: [2, 1], 4: [4], 5: [4, 1], 6: [4, 2], 7: [4, 2, 1], 8: [8] }[bits]!;
  const words: number[] = [];
  for (let from = 0; from < codes.length; from += 32) {
    let low = 0;
    for (const width of widths) {
      const plane = codes.slice(from, from + 32).map((code) => (code >> low) % 2 ** width);
      words.push(...streamWords(plane, width));
      low += width;
    }
  }
  return words;
}

for (const bits of [2, 3, 4, 5, 6, 7, 8])
  test(`GPTQ of ${bits} bits in planes, gptq_p: zero points as they are`, (t) => {
    const fields = wholeNumbers(INPUTS, OUTPUTS, 2 ** bits);
    const zeros = wholeNumbers(GROUPS, OUTPUTS, 2 ** bits - 1, 3).map((row) => row.map((zero) => zero + 1));
    const made = encode(fields, zeros, shuffled, bits, 0, planarWords);
    t.deepEqual(onlyMatrix(readMade(made, { checkpoint_format: 'gptq_p', bits })), expected(fields, zeros, shuffled));
  });

test('act-order: g_idx gives each input its group; without it groups follow each other', (t) => {
  const fields = wholeNumbers(INPUTS, OUTPUTS, 16);
  const zeros = wholeNumbers(GROUPS, OUTPUTS, 15, 3).map((row) => row.map((zero) => zero + 1));
  t.deepEqual(onlyMatrix(readMade(encode(fields, zeros, shuffled, 4, 1))), expected(fields, zeros, shuffled));
  t.deepEqual(onlyMatrix(readMade(encode(fields, zeros, undefined, 4, 1))), expected(fields, zeros, inOrder));
});

test('without a config the version is taken from the zero points, and that is said', (t) => {
  const fields = wholeNumbers(INPUTS, OUTPUTS, 16);
  const symmetric = wholeNumbers(GROUPS, OUTPUTS, 1).map((row) => row.map(() => 8));
  for (const lessOne of [0, 1] as const) {
    const read = readMade(encode(fields, symmetric, inOrder, 4, lessOne));
    t.deepEqual(onlyMatrix(read), expected(fields, symmetric, inOrder));
    t.regex(read.warnings[0], new RegExp(`version ${lessOne === 1 ? 1 : 2} of GPTQ`));
  }
});

test('a group beyond the scales, an unknown format and a shape that does not fit are refused by name', (t) => {
  const fields = wholeNumbers(INPUTS, OUTPUTS, 16);
  const zeros = wholeNumbers(GROUPS, OUTPUTS, 15, 3);
  t.throws(
    () =>
      readMade(
        encode(
          fields,
          zeros,
          shuffled.map(() => GROUPS),
          4,
          1,
        ),
      ),
    { message: /g_idx: value 1 is 4, there are 4 groups/ },
  );
  const marlin = readMade(encode(fields, zeros, inOrder, 4, 1), { checkpoint_format: 'marlin' });
  t.deepEqual(marlin.layers, []);
  t.like(
    marlin.skipped.find(({ kind }) => kind === 'unread'),
    { name: 'fc.weight', reason: 'GPTQ, 4 bit, not read: checkpoint_format "marlin"' },
  );
  const odd = readMade(
    [
      ['fc.qweight', 'int32', [9, 8], wholeNumbers(9, 8, 100).flat()],
      ['fc.scales', 'fp16', [3, 5], wholeNumbers(3, 5, 9).flat()],
    ],
    { bits: 4, quant_method: 'gptq' },
  );
  t.deepEqual(odd.layers, []);
  t.regex(odd.skipped[0].reason, /^GPTQ or AWQ, 4 bit, not read: qweight \(int32, shape \(9, 8\)\) beside scales/);
});
