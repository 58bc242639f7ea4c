import test from 'ava';
import fc from 'fast-check';
import { nonZeroColumns, nonZeroColumnsTwin, type StoredRows } from '../../../src/kernels/weights/dense-columns.ts';
import { rowsOfBits } from '../../../src/kernels/weights/place-bits.ts';
import { nonZeroTurned } from '../../../src/kernels/weights/turned-columns.ts';

const FORMATS = ['bf16', 'fp16', 'fp32'] as const;
/** Patterns of 16 bits that a half or a bfloat16 has a special meaning for: zeros, the least and largest, and beyond them. */
const SPECIAL = [0, 0x8000, 1, 0x8001, 0x3ff, 0x400, 0x7bff, 0xfbff, 0x7f7f, 0xff7f, 0x3c00, 0x3f80];
const NOT_FINITE = { bf16: [0x7f80, 0xff80, 0x7fc0], fp16: [0x7c00, 0xfc00, 0x7e01], fp32: [0x7f80, 0xff80, 0x7fc0] };

const matrices = fc.record({
  // more rows than are dealt at a time, and more bytes than are read at a time
  rows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 60, max: 150 }), fc.constantFrom(8, 64, 136)),
  columns: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(128, 4096)),
  format: fc.constantFrom(...FORMATS),
  density: fc.constantFrom(0, 0.05, 0.5, 0.95, 1),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
});

type Matrix = typeof matrices extends fc.Arbitrary<infer T> ? T : never;

/** The bytes of a matrix: any patterns that are finite, and special ones. */
function bytesOf({ rows, columns, format, density, seed }: Matrix): Uint16Array {
  let state = seed;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const upper = () => {
    if (next() < 0.1) return SPECIAL[Math.floor(next() * SPECIAL.length)];
    const pattern = Math.floor(next() * 0x10000);
    return (pattern & 0x7c00) === 0x7c00 ? pattern & 0xbfff : pattern;
  };
  const finite = (pattern: number) =>
    (format === 'fp16' ? (pattern & 0x7c00) === 0x7c00 : (pattern & 0x7f80) === 0x7f80) ? pattern & 0x83ff : pattern;
  const halves = format === 'fp32' ? 2 : 1;
  const patterns = new Uint16Array(rows * columns * halves);
  for (let k = 0; k < rows * columns; k++)
    if (next() < density) {
      patterns[k * halves + halves - 1] = finite(upper());
      if (halves === 2 && next() < 0.5) patterns[k * 2] = Math.floor(next() * 0x10000);
    }
  return patterns;
}

/** The matrix as a file that tells which of its bytes were asked for. */
function stored({ rows, columns, format }: Matrix, patterns: Uint16Array) {
  const bytes = new Uint8Array(patterns.buffer);
  const asked = new Uint8Array(bytes.length);
  const rowsOf: StoredRows = {
    rows,
    columns,
    format,
    fill: (from, into) => {
      into.set(bytes.subarray(from, from + into.length));
      for (let k = from; k < from + into.length; k++) asked[k]++;
    },
  };
  return { rowsOf, asked };
}

const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

/** Value of an element, from its definition. */
function elementOf(patterns: Uint16Array, k: number, format: Matrix['format']): number {
  if (format === 'fp32') return new Float32Array(patterns.slice(2 * k, 2 * k + 2).buffer)[0];
  const pattern = patterns[k];
  if (format === 'bf16') return new Float32Array(Uint16Array.of(0, pattern).buffer)[0];
  const [sign, exponent, fraction] = [pattern >> 15, (pattern >> 10) & 31, pattern & 1023];
  const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
  return sign === 1 ? -magnitude : magnitude;
}

test('what is not 0 of a dense matrix stands in its column, row after row; each byte is read once', (t) => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const patterns = bytesOf(matrix);
      const { rowsOf, asked } = stored(matrix, patterns);
      const found = nonZeroColumns(rowsOf)!;
      t.true(asked.every((times) => times === 1));
      const { rows, columns, format } = matrix;
      const starts = [0];
      const rowIndex: number[] = [];
      const values: number[] = [];
      for (let column = 0; column < columns; column++) {
        for (let row = 0; row < rows; row++) {
          const value = elementOf(patterns, row * columns + column, format);
          if (value === 0) continue;
          rowIndex.push(row);
          values.push(value);
        }
        starts.push(values.length);
      }
      t.deepEqual(found.columnStart, Uint32Array.from(starts));
      t.deepEqual(found.rowIndex, Uint32Array.from(rowIndex));
      t.deepEqual(bitsOf(found.values), bitsOf(Float32Array.from(values)));
    }),
    { numRuns: 40 },
  );
});

test('the kernel and its twin give the same, and both find a value that is not finite', (t) => {
  fc.assert(
    fc.property(matrices, fc.nat(), fc.boolean(), (matrix, place, isSpoilt) => {
      const patterns = bytesOf(matrix);
      const { format } = matrix;
      if (isSpoilt) {
        const halves = format === 'fp32' ? 2 : 1;
        const bad = NOT_FINITE[format];
        patterns[(place % (patterns.length / halves)) * halves + halves - 1] = bad[place % bad.length];
      }
      const { rowsOf } = stored(matrix, patterns);
      const [kernel, twin] = [nonZeroColumns(rowsOf), nonZeroColumnsTwin(rowsOf)];
      t.is(kernel === undefined, isSpoilt);
      if (kernel === undefined || twin === undefined) {
        t.is(kernel, twin);
        return;
      }
      t.deepEqual([kernel.columnStart, kernel.rowIndex], [twin.columnStart, twin.rowIndex]);
      t.deepEqual(bitsOf(kernel.values), bitsOf(twin.values));
      const { places } = kernel;
      t.is(places !== undefined, matrix.rows % 8 === 0);
      if (places !== undefined) t.deepEqual(rowsOfBits(places, matrix.rows), twin.rowIndex);
    }),
    { numRuns: 40 },
  );
});

test('a matrix that lies column after column gives what the same one gives that lies row after row', (t) => {
  fc.assert(
    fc.property(matrices, fc.nat(), fc.boolean(), (matrix, place, isSpoilt) => {
      const { rows, columns, format } = matrix;
      const patterns = bytesOf(matrix);
      const halves = format === 'fp32' ? 2 : 1;
      if (isSpoilt) {
        const bad = NOT_FINITE[format];
        patterns[(place % (rows * columns)) * halves + halves - 1] = bad[place % bad.length];
      }
      const turned = new Uint16Array(patterns.length);
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          for (let half = 0; half < halves; half++)
            turned[(column * rows + row) * halves + half] = patterns[(row * columns + column) * halves + half];
      const { rowsOf, asked } = stored({ ...matrix, rows: columns, columns: rows }, turned);
      const [found, straight] = [nonZeroTurned(rowsOf), nonZeroColumns(stored(matrix, patterns).rowsOf)];
      t.is(found === undefined, isSpoilt);
      if (found === undefined || straight === undefined) {
        t.is(found, straight);
        return;
      }
      t.true(asked.every((times) => times === 1));
      t.deepEqual([found.columnStart, found.rowIndex], [straight.columnStart, straight.rowIndex]);
      t.deepEqual(bitsOf(found.values), bitsOf(straight.values));
      t.deepEqual(rowsOfBits(found.places!, rows), straight.rowIndex);
    }),
    { numRuns: 60 },
  );
});
