import type { Budget } from '../../../base/budget.ts';
import { latin1 } from '../../../base/files/bytes.ts';
import { basename } from '../../../base/files/path.ts';
import { randomStream } from '../../../base/random.ts';
import { UserError } from '../../../base/user-error.ts';
import type { SparseMatrix } from '../../imported-weights.ts';
import { budgetOf, type Importer, type Source } from '../importer.ts';
import { sparseFromTriplets } from './sparse-matrix.ts';
import { checkDimensions, digits, eachLine, type LinePlace, wholeNumber } from './text-file.ts';

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
  read(source, options) {
    const { file } = source;
    const seed = options.seed ?? 1;
    const matrix = readPattern(source, seed);
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

function readPattern(source: Source, seed: number): SparseMatrix {
  const { file, bytes } = source;
  const budget = budgetOf(source);
  const [first, second, third, fourth] = firstLines(bytes);
  const [rows, columns, entries] = header(file, wordsOf(bytes, first));
  const offsets = numbers(file, bytes, second, 2, budget);
  if (offsets.length !== rows + 1) fail(file, 2, `expected ${rows + 1} row offsets, found ${offsets.length}`);
  const columnOf = numbers(file, bytes, third, 3, budget);
  if (fourth !== undefined) fail(file, fourth.number, 'expected the end of the file after line 3 (all column indices)');
  if (offsets[0] !== 0) fail(file, 2, `entry 1: expected offset 0, found ${offsets[0]}`);
  const falling = offsets.findIndex((offset, index) => index > 0 && offset < offsets[index - 1]);
  if (falling >= 0) fail(file, 2, `entry ${falling + 1}: offset ${offsets[falling]} is below the one before it`);
  if (offsets[rows] !== entries)
    fail(file, 2, `expected ${entries} entries (line 1), the last offset is ${offsets[rows]}`);
  if (columnOf.length !== entries) fail(file, 3, `expected ${entries} column indices, found ${columnOf.length}`);
  const outside = columnOf.findIndex((column) => column >= columns);
  if (outside >= 0) fail(file, 3, `entry ${outside + 1}: column ${columnOf[outside]} is not below ${columns}`);
  budget.take(4 * entries, `${entries} entries`);
  const rowOf = new Uint32Array(entries);
  for (let row = 0; row < rows; row++) rowOf.fill(row, offsets[row], offsets[row + 1]);
  refuseDuplicates(file, rows, offsets, columnOf);
  const { matrix } = sparseFromTriplets(rows, columns, rowOf, columnOf, new Float32Array(entries), budget);
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

/** The first three lines by their numbers, and the next one that is not blank. */
function firstLines(bytes: Uint8Array): (LinePlace | undefined)[] {
  const lines: (LinePlace | undefined)[] = [undefined, undefined, undefined];
  eachLine(bytes, (from, to, number) => {
    lines[Math.min(number, 4) - 1] = { from, to, number };
    return number < 4;
  });
  return lines;
}

function wordsOf(bytes: Uint8Array, line: LinePlace | undefined): string[] {
  if (line === undefined) return [];
  const text = latin1(bytes.subarray(line.from, Math.min(line.to, line.from + LONGEST_HEADER)));
  return text.split(/[,\s]+/).filter((word) => word !== '');
}

const LONGEST_HEADER = 1000;

function header(file: string, words: readonly string[]): [number, number, number] {
  if (words.length !== 3) fail(file, 1, `expected "rows, columns, nnz", found "${words.join(' ').slice(0, 60)}"`);
  const [rows, columns, entries] = words.map((word, index) => {
    const value = wholeNumber(word);
    return value >= 0 ? value : notWhole(file, 1, index, word);
  });
  checkDimensions({ file, line: 1 }, rows, columns);
  return [rows, columns, entries];
}

/** The whole numbers of a line, with blanks or commas between them. */
function numbers(
  file: string,
  bytes: Uint8Array,
  line: LinePlace | undefined,
  number: number,
  budget: Budget,
): Float64Array {
  if (line === undefined) return new Float64Array(0);
  const words = countWords(bytes, line);
  budget.take(8 * words, `${words} numbers in line ${number}`);
  const values = new Float64Array(words);
  let from = line.from;
  for (let index = 0; index < words; index++) {
    while (isBetween(bytes[from])) from++;
    let to = from;
    while (to < line.to && !isBetween(bytes[to])) to++;
    const value = digits(bytes, from, to);
    values[index] = value >= 0 ? value : longNumber(file, number, index, latin1(bytes.subarray(from, to)));
    from = to;
  }
  return values;
}

function countWords(bytes: Uint8Array, { from, to }: LinePlace): number {
  let words = 0;
  for (let at = from; at < to; at++) if (!isBetween(bytes[at]) && (at === from || isBetween(bytes[at - 1]))) words++;
  return words;
}

function isBetween(byte: number): boolean {
  return byte === 44 || byte === 32 || (byte >= 9 && byte <= 13);
}

/** A number with a sign, or with more digits than are read at once. */
function longNumber(file: string, line: number, index: number, word: string): number {
  const value = wholeNumber(word);
  return value >= 0 ? value : notWhole(file, line, index, word);
}

function notWhole(file: string, line: number, index: number, word: string): never {
  return fail(file, line, `entry ${index + 1}: expected a whole number from 0, found "${word.slice(0, 60)}"`);
}

function refuseDuplicates(file: string, rows: number, offsets: Float64Array, columnOf: Float64Array): void {
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
