import { latin1 } from '../../../base/bytes.ts';
import { basename } from '../../../base/path.ts';
import { randomStream } from '../../../base/random.ts';
import { UserError } from '../../../base/user-error.ts';
import type { SparseMatrix } from '../../imported-weights.ts';
import type { Importer } from '../importer.ts';
import { sparseFromTriplets } from './sparse-matrix.ts';
import { checkDimensions, textOf, wholeNumber } from './text-file.ts';

/**
 * Patterns of the Deep Learning Matrix Collection: line 1 `rows, columns, nnz`, line 2 the row offsets, line 3 all column indices.
 * (Its README describes one line of columns for each row; none of its files has that.)
 * The format holds no values: they are generated from a seed, never 0.
 */
export const smtx: Importer = {
  name: 'smtx',
  description: '.smtx: a pattern of non-zeros (DLMC); values are generated',
  extensions: ['.smtx'],
  matches: (head) => /^\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\r?\n[\d ]/.test(latin1(head)),
  read({ file, bytes }, options) {
    const seed = options.seed ?? 1;
    const matrix = readPattern(file, textOf(file, bytes), seed);
    const shape = [matrix.rows, matrix.columns];
    const name = basename(file).replace(/\.smtx(\.gz)?$/i, '');
    return {
      format: 'smtx',
      layers: [{ name, kind: 'fullyConnected', shape, numberFormat: 'pattern', matrix }],
      skipped: [],
      warnings: [`${name}: .smtx holds no values; they are generated from seed ${seed}`],
      seed,
    };
  },
};

function readPattern(file: string, text: string, seed: number): SparseMatrix {
  const lines = text.split(/\r\n|\r|\n/);
  const words = (line: number): string[] =>
    (lines[line - 1] ?? '')
      .trim()
      .split(/\s*,\s*|\s+/)
      .filter((word) => word !== '');
  const [rows, columns, entries] = header(file, words(1));
  const offsets = numbers(file, 2, words(2));
  if (offsets.length !== rows + 1) fail(file, 2, `expected ${rows + 1} row offsets, found ${offsets.length}`);
  const columnOf = numbers(file, 3, words(3));
  const extra = lines.findIndex((line, index) => index >= 3 && line.trim() !== '');
  if (extra >= 0) fail(file, extra + 1, 'expected the end of the file after line 3 (all column indices)');
  if (offsets[0] !== 0) fail(file, 2, `entry 1: expected offset 0, found ${offsets[0]}`);
  const falling = offsets.findIndex((offset, index) => index > 0 && offset < offsets[index - 1]);
  if (falling >= 0) fail(file, 2, `entry ${falling + 1}: offset ${offsets[falling]} is below the one before it`);
  if (offsets[rows] !== entries)
    fail(file, 2, `expected ${entries} entries (line 1), the last offset is ${offsets[rows]}`);
  if (columnOf.length !== entries) fail(file, 3, `expected ${entries} column indices, found ${columnOf.length}`);
  const outside = columnOf.findIndex((column) => column >= columns);
  if (outside >= 0) fail(file, 3, `entry ${outside + 1}: column ${columnOf[outside]} is not below ${columns}`);
  const rowOf = new Uint32Array(entries);
  for (let row = 0; row < rows; row++) rowOf.fill(row, offsets[row], offsets[row + 1]);
  refuseDuplicates(file, rows, offsets, columnOf);
  const { matrix } = sparseFromTriplets(rows, columns, rowOf, columnOf, new Float32Array(entries));
  return { ...matrix, values: seededValues(entries, seed) };
}

/** Values k / 32768 with k from -32767 to 32767, never 0: integers only, so the same on every machine; in the order of the columns. */
function seededValues(count: number, seed: number): Float32Array {
  const next = randomStream(seed);
  return Float32Array.from({ length: count }, () => {
    const magnitude = 1 + ((next() >>> 8) % 32767);
    return (next() >>> 31 === 0 ? magnitude : -magnitude) / 32768;
  });
}

function header(file: string, words: readonly string[]): [number, number, number] {
  if (words.length !== 3) fail(file, 1, `expected "rows, columns, nnz", found "${words.join(' ').slice(0, 60)}"`);
  const [rows, columns, entries] = numbers(file, 1, words) as [number, number, number];
  checkDimensions(file, 1, rows, columns);
  return [rows, columns, entries];
}

function numbers(file: string, line: number, words: readonly string[]): number[] {
  return words.map((word, index) => {
    const value = wholeNumber(word);
    if (!(value >= 0)) fail(file, line, `entry ${index + 1}: expected a whole number from 0, found "${word}"`);
    return value;
  });
}

function refuseDuplicates(file: string, rows: number, offsets: readonly number[], columnOf: readonly number[]): void {
  const lastRow = new Map<number, number>();
  for (let row = 0; row < rows; row++)
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const column = columnOf[at];
      if (lastRow.get(column) === row) fail(file, 3, `entry ${at + 1}: duplicate column ${column} in row ${row}`);
      lastRow.set(column, row);
    }
}

function fail(file: string, line: number, message: string): never {
  throw UserError.at({ file, line }, message, 'SMTX');
}
