import test from 'ava';
import fc from 'fast-check';
import { parseNumberFormat, quantize, roundHalfEven } from '../../src/base/number-format.ts';
import type { WeightMatrix } from '../../src/network/layer.ts';
import { arithmeticFormats, quantizeAll } from '../../src/simulate/outputs/arithmetic.ts';
import { matrixProduct } from '../../src/simulate/outputs/matrix-product.ts';
import { placesOf, randomColumns } from './random-columns.ts';

/** Raw integers of a signed fixed-point format. */
interface Fixed {
  readonly name: string;
  readonly bits: number;
  readonly fraction: number;
}

const FIXED: readonly Fixed[] = [
  { name: 'q7.8', bits: 16, fraction: 8 },
  { name: 'q1.6', bits: 8, fraction: 6 },
  { name: 'q3.4', bits: 8, fraction: 4 },
  { name: 'q0.15', bits: 16, fraction: 15 },
  { name: 'q9.6', bits: 16, fraction: 6 },
  { name: 'q11.12', bits: 24, fraction: 12 },
];

const formats = fc.record({
  weight: fc.constantFrom(...FIXED),
  activation: fc.constantFrom(...FIXED),
  accumulator: fc.constantFrom(...FIXED),
});

const clip = (raw: number, { bits }: Fixed) => Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, raw));

const WEIGHTS = ['fp32', 'fp16', 'bf16', 'fp8e4m3', 'q7.8'];

/** A matrix of weights, shared or not, and inputs; `size` of 17 is more than a table in registers holds. */
const layers = fc.record({
  columns: randomColumns.filter(({ source }) => source.rowIndex.length > 0),
  size: fc.constantFrom(2, 5, 16, 17, 200),
  isDirect: fc.boolean(),
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  magnitude: fc.constantFrom(0.3, 3, 100),
});

function made({
  columns: { source },
  size,
  isDirect,
  seed,
  magnitude,
}: typeof layers extends fc.Arbitrary<infer T> ? T : never) {
  let state = seed;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const value = () => Math.fround((next() * 2 - 1) * magnitude);
  const codebook = Float32Array.from({ length: size }, (_, code) => (code === 0 ? 0 : value()));
  const codes = Uint8Array.from(source.rowIndex, () => 1 + Math.floor(next() * (size - 1)));
  const hasBias = source.columnStart.length === source.columns + 2;
  const weights = isDirect
    ? ({ kind: 'direct', values: Float32Array.from(codes, (code) => codebook[code]) } as const)
    : ({ kind: 'shared', codes, codebook } as const);
  const matrix = { ...source, hasBias, weights };
  const inputs = Float64Array.from({ length: source.columns }, () => (next() < 0.3 ? 0 : value()));
  const sent = [...inputs.keys()].filter((column) => inputs[column] !== 0);
  return { matrix, codebook, codes, inputs, columns: Uint32Array.from([...sent, source.columns]) };
}

test('sums in fixed point are those of one row after the other, clipped one by one, however often they clip', (t) => {
  fc.assert(
    fc.property(layers, formats, (layer, { weight, activation, accumulator }) => {
      const { matrix, codebook, codes, inputs, columns } = made(layer);
      const raw = (x: number, format: Fixed) => clip(roundHalfEven(x * 2 ** format.fraction), format);
      const names = { weight: weight.name, activation: activation.name, accumulator: accumulator.name };
      const values = inputs.map((x) => raw(x, activation) * 2 ** -activation.fraction);
      const found = matrixProduct(matrix, columns, { values, saturated: 0 }, arithmeticFormats(names));
      const sums = new Float64Array(matrix.rows);
      let clipped = 0;
      for (const column of columns) {
        const input = column === matrix.columns ? raw(1, activation) : raw(inputs[column], activation);
        for (let k = matrix.columnStart[column]; k < (matrix.columnStart[column + 1] ?? 0); k++) {
          const exact = raw(codebook[codes[k]], weight) * input;
          const product = roundHalfEven(exact * 2 ** (accumulator.fraction - weight.fraction - activation.fraction));
          const row = matrix.rowIndex[k];
          const sum = sums[row] + clip(product, accumulator);
          sums[row] = clip(sum, accumulator);
          clipped += (clip(product, accumulator) === product ? 0 : 1) + (sums[row] === sum ? 0 : 1);
        }
      }
      t.deepEqual(
        found.outputs,
        Float32Array.from(sums, (sum) => sum * 2 ** -accumulator.fraction),
      );
      t.is(found.saturations.accumulator, clipped);
    }),
    { numRuns: 300 },
  );
});

test('sums in fp32 are rounded one after the other, with codes in registers or not, in cells or not, at the first use and the next', (t) => {
  fc.assert(
    fc.property(layers, fc.constantFrom(1, 1e-30, 1e-44, 1e15), fc.constantFrom(...WEIGHTS), (layer, scale, weight) => {
      const { matrix, codebook, codes, inputs, columns } = made(layer);
      const names = { weight, activation: 'fp32', accumulator: 'fp32' };
      const values = inputs.map((x) => Math.fround(x * scale));
      const product = () => matrixProduct(matrix, columns, { values, saturated: 0 }, arithmeticFormats(names));
      const sums = new Float32Array(matrix.rows);
      for (const column of columns) {
        const input = column === matrix.columns ? 1 : values[column];
        for (let k = matrix.columnStart[column]; k < (matrix.columnStart[column + 1] ?? 0); k++)
          sums[matrix.rowIndex[k]] += Math.fround(quantize(codebook[codes[k]], parseNumberFormat(weight)) * input);
      }
      for (const found of [product(), product()]) {
        t.deepEqual(found.outputs, sums);
        t.is(found.saturations.accumulator, 0);
      }
    }),
    { numRuns: 300 },
  );
});

test('weights whose places are bits give the sums of those whose rows are listed, at the first use and the next, clipped or not', (t) => {
  fc.assert(
    fc.property(layers, formats, (layer, { weight, activation, accumulator }) => {
      const { matrix, inputs, columns } = made({ ...layer, isDirect: false });
      const names = { weight: weight.name, activation: activation.name, accumulator: accumulator.name };
      const { values } = quantizeAll(inputs, parseNumberFormat(activation.name));
      const product = (of: WeightMatrix) =>
        matrixProduct(of, columns, { values, saturated: 0 }, arithmeticFormats(names));
      const expected = product(matrix);
      const drawn = { ...matrix, weights: { ...matrix.weights }, places: placesOf(matrix) } as WeightMatrix;
      if (drawn.weights.kind === 'shared') Object.assign(drawn.weights, { codes: drawn.weights.codes.slice() }); // codes that were not used before
      t.deepEqual(product(drawn), expected);
      t.deepEqual(product(drawn), expected);
    }),
    { numRuns: 300 },
  );
});

test('what overflows single precision is clipped', (t) => {
  const weights = { kind: 'shared', codes: Uint8Array.of(1, 1), codebook: Float32Array.of(0, 3e38) } as const;
  const matrix = {
    rows: 1,
    columns: 2,
    hasBias: false,
    columnStart: Uint32Array.of(0, 1, 2),
    rowIndex: Uint32Array.of(0, 0),
    weights,
  };
  const names = { weight: 'fp32', activation: 'fp32', accumulator: 'fp32' };
  const product = (...values: number[]) =>
    matrixProduct(
      matrix,
      Uint32Array.of(0, 1),
      { values: Float64Array.from(values), saturated: 0 },
      arithmeticFormats(names),
    );
  const largest = (2 - 2 ** -23) * 2 ** 127;
  t.is(product(1, 1).outputs[0], largest);
  t.is(product(1, 1).saturations.accumulator, 1);
  t.is(product(2, -1).saturations.accumulator, 1);
});

/** The product of shared weights with values of all columns, all of it in q7.8. */
function productOf(
  places: Pick<WeightMatrix, 'rows' | 'columns' | 'columnStart' | 'rowIndex'>,
  shared: { readonly codes: Uint8Array; readonly codebook: Float32Array },
  values: Float32Array | Float64Array,
) {
  const sent = Uint32Array.from({ length: places.columns }, (_, c) => c);
  const names = { weight: 'q7.8', activation: 'q7.8', accumulator: 'q7.8' };
  const matrix: WeightMatrix = { ...places, hasBias: false, weights: { kind: 'shared', ...shared } };
  return matrixProduct(matrix, sent, { values, saturated: 0 }, arithmeticFormats(names));
}

test('hundreds of inputs, whose products with all weights are small or large, give the sums of their products', (t) => {
  for (const largest of [0.02, 0.3, 2, 8]) {
    const [rows, columns] = [200, 700];
    let state = 12345;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const codebook = Float32Array.from({ length: 16 }, (_, code) => (code === 0 ? 0 : (code - 8) / 16));
    const columnStart = Uint32Array.from({ length: columns + 1 }, (_, c) => c * (rows / 2));
    const rowIndex = Uint32Array.from(
      { length: (rows / 2) * columns },
      (_, k) => 2 * (k % (rows / 2)) + ((k >> 9) & 1),
    );
    for (let c = 0; c < columns; c++) rowIndex.subarray(columnStart[c], columnStart[c + 1]).sort();
    const codes = Uint8Array.from(rowIndex, () => 1 + Math.floor(next() * 15));
    // most are small, some are so large that their products need more than a byte
    const values = Float64Array.from(
      { length: columns },
      () => Math.round((next() < 0.5 ? 1 : -1) * largest * next() ** 6 * 256) / 256,
    );
    const sums = new Int32Array(rows);
    for (let c = 0; c < columns; c++)
      for (let k = columnStart[c]; k < columnStart[c + 1]; k++)
        sums[rowIndex[k]] += roundHalfEven(codebook[codes[k]] * 256 * values[c] * 256 * 2 ** -8);
    const found = productOf({ rows, columns, columnStart, rowIndex }, { codes, codebook }, values);
    t.true(sums.every((sum) => Math.abs(sum) < 0x4000));
    t.deepEqual(
      found.outputs,
      Float32Array.from(sums, (sum) => sum / 256),
    );
    t.is(found.saturations.accumulator, 0);
  }
});

test('inputs whose products are as large as a kind of groups takes, all of one sign or of both, give their sums, in rows of blocks that are full or not', (t) => {
  for (const largest of [1, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255])
    for (const rows of [1, 15, 64, 65, 96, 128, 300])
      for (const signs of [1, 2, 3]) {
        const columns = Math.min(300, Math.floor(0x7fff / largest));
        const columnStart = Uint32Array.from({ length: columns + 1 }, (_, c) => c * rows);
        const rowIndex = Uint32Array.from({ length: columns * rows }, (_, k) => k % rows);
        const codes = Uint8Array.from(rowIndex, (row) => (signs === 3 ? 1 + (row % 2) : signs));
        const codebook = Float32Array.of(0, 1, -1);
        const values = new Float32Array(columns).fill(largest / 256);
        const { outputs } = productOf({ rows, columns, columnStart, rowIndex }, { codes, codebook }, values);
        const sum = (columns * largest) / 256;
        t.deepEqual(
          [...outputs],
          Array.from({ length: rows }, (_, row) => (signs === 2 || (signs === 3 && row % 2 === 1) ? -sum : sum)),
        );
      }
});
