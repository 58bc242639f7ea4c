import type { Budget } from '../../../base/budget.ts';
import { counted } from '../../../base/counted.ts';
import { latin1, utf8 } from '../../../base/files/bytes.ts';
import { basename } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { ImportedMatrix } from '../../imported-weights.ts';
import { budgetOf, type Importer, type Source } from '../importer.ts';
import { type Banner, hasBanner, parseBanner } from './matrix-market-banner.ts';
import { sparseFromTriplets } from './sparse-matrix.ts';
import {
  checkDimensions,
  digits,
  eachLine,
  endOfWord,
  type Line,
  realNumber,
  skipBlanks,
  wholeNumber,
  wordsIn,
} from './text-file.ts';

/** NIST MatrixMarket: one matrix, coordinate or array; a pattern's values are 1. */
export const matrixMarket: Importer = {
  name: 'matrixMarket',
  description: '.mtx, .mm: one MatrixMarket matrix',
  extensions: ['.mtx', '.mm'],
  matches: hasBanner,
  read(source) {
    const { file } = source;
    const text = splitFile(source);
    const { banner } = text;
    const { matrix, warnings } = banner.format === 'array' ? readArray(text) : readCoordinates(text);
    const name = basename(file).replace(/(\.mtx|\.mm)?(\.gz)?$/i, '');
    const shape = [matrix.rows, matrix.columns];
    const layer = { name, kind: 'fullyConnected', shape, numberFormat: FORMATS[banner.field], matrix } as const;
    const inexact = banner.field === 'integer' && matrix.values.some((value: number) => !Number.isSafeInteger(value));
    const lost = inexact ? ['integers beyond 2^53 are not exact'] : [];
    return {
      format: 'matrixMarket',
      layers: [layer],
      skipped: [],
      warnings: [...banner.warnings, ...warnings, ...lost],
    };
  },
};

const FORMATS = { real: 'fp64', integer: 'int64', pattern: 'pattern' } as const;

type Range = readonly [least: number, most: number];

/** Value ranges of the types that SuiteSparse states in a `%%GraphBLAS type` comment; bool takes any number (not 0 is true). */
const GRAPHBLAS_RANGES: Readonly<Record<string, Range>> = {
  int8_t: [-128, 127],
  uint8_t: [0, 255],
  int16_t: [-32768, 32767],
  uint16_t: [0, 65535],
  int32_t: [-(2 ** 31), 2 ** 31 - 1],
  uint32_t: [0, 2 ** 32 - 1],
};

interface Body {
  readonly matrix: ImportedMatrix;
  readonly warnings: readonly string[];
}

/** A file whose first lines are read: banner and sizes. */
interface Text {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  readonly banner: Banner;
  readonly size: Line;
  /** Lines of data behind the line of sizes. */
  readonly count: number;
  readonly lastLine: number;
  readonly typeRange: Range | undefined;
}

/** Counts the lines of data too (blank ones and comments left out): nothing is allocated by the number that the file announces. */
function splitFile(source: Source): Text {
  const { file, bytes } = source;
  const banner = parseBanner(file, firstLine(bytes));
  let size: Line | undefined;
  let typeRange: Range | undefined;
  let count = 0;
  let lastLine = 0;
  const end = eachLine(bytes, (from, to, number, isComment) => {
    if (number === 1) return;
    if (isComment) typeRange ??= rangeIn(wordsIn(bytes, { from, to, number }).words);
    else if (size === undefined) size = wordsIn(bytes, { from, to, number });
    else count++;
    if (!isComment) lastLine = number;
  });
  // the end of the file is told behind its last line end
  if (size === undefined) throw fault(file, end + (/[\r\n]/.test(latin1(bytes.slice(-1))) ? 1 : 0), NO_SIZES);
  return { file, bytes, budget: budgetOf(source), banner, size, count, lastLine, typeRange };
}

const NO_SIZES = 'expected the line of sizes, found the end of the file';

function firstLine(bytes: Uint8Array): string {
  const end = bytes.findIndex((byte) => byte === 10 || byte === 13);
  return utf8(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, LONGEST_BANNER)));
}

const LONGEST_BANNER = 1024;

function rangeIn([start = '', word = '', type = '']: readonly string[]): Range | undefined {
  if (start !== '%%GraphBLAS' || word !== 'type') return undefined;
  return Object.hasOwn(GRAPHBLAS_RANGES, type) ? GRAPHBLAS_RANGES[type] : undefined;
}

/** The lines of data in order. */
function eachDataLine({ bytes, size }: Text, visit: (from: number, to: number, number: number) => unknown): void {
  eachLine(bytes, (from, to, number, isComment) => {
    if (number > size.number && !isComment) return visit(from, to, number);
  });
}

function readCoordinates(text: Text): Body {
  const { file, bytes, banner, size, count, budget } = text;
  const [rows, columns, entries] = sizes(file, size, banner.symmetry, ['rows', 'columns', 'entries']) as [
    number,
    number,
    number,
  ];
  checkCount(text, entries, 'entries');
  const isGeneral = banner.symmetry === 'general';
  const most = isGeneral ? count : 2 * count;
  budget.take(16 * most, `${count} entries`);
  const rowOf = new Uint32Array(most);
  const columnOf = new Uint32Array(most);
  const values = new Float64Array(most);
  const wordCount = banner.field === 'pattern' ? 2 : 3;
  let length = 0;
  const push = (row: number, column: number, value: number): void => {
    rowOf[length] = row;
    columnOf[length] = column;
    values[length++] = value;
  };
  eachDataLine(text, (from, to, number) => {
    const endOfRow = endOfWord(bytes, from, to);
    const startOfColumn = skipBlanks(bytes, endOfRow, to);
    const endOfColumn = endOfWord(bytes, startOfColumn, to);
    const startOfValue = skipBlanks(bytes, endOfColumn, to);
    const endOfValue = endOfWord(bytes, startOfValue, to);
    const found = endOfColumn > startOfColumn ? (endOfValue > startOfValue ? 3 : 2) : 1;
    const line = () => wordsIn(bytes, { from, to, number });
    if (found !== wordCount || skipBlanks(bytes, endOfValue, to) < to) checkWords(file, line(), wordCount);
    let row = digits(bytes, from, endOfRow) - 1;
    if (!(row >= 0 && row < rows)) row = index(file, line(), 0, 'row', rows);
    let column = digits(bytes, startOfColumn, endOfColumn) - 1;
    if (!(column >= 0 && column < columns)) column = index(file, line(), 1, 'column', columns);
    const word = latin1(bytes.subarray(startOfValue, endOfValue));
    const value = wordCount === 2 ? 1 : readValue(text, number, word);
    push(row, column, value);
    if (isGeneral) return;
    if (row !== column) push(column, row, banner.symmetry === 'symmetric' ? value : -value);
    else if (banner.symmetry === 'skew-symmetric' && value !== 0)
      throw fault(file, number, `the diagonal of a skew-symmetric matrix is 0, found ${value}`);
  });
  const [own, ofColumn] = [rowOf.subarray(0, length), columnOf.subarray(0, length)];
  const summed = sparseFromTriplets(rows, columns, own, ofColumn, values.subarray(0, length), budget);
  const { matrix, duplicates, repeated } = summed;
  if (repeated === undefined) return { matrix, warnings: [] };
  const before = own.findIndex((row, k) => row === own[repeated] && ofColumn[k] === ofColumn[repeated]);
  const [line, earlier] = [lineOf(text, own, ofColumn, repeated), lineOf(text, own, ofColumn, before)];
  const first = `the first: line ${line} repeats line ${earlier}`;
  return { matrix, warnings: [`duplicate entries are summed: ${duplicates} (${first})`] };
}

/** The line of a triplet; in a symmetric file one beside the diagonal is two of them. */
function lineOf(text: Text, rowOf: Uint32Array, columnOf: Uint32Array, triplet: number): number {
  const isGeneral = text.banner.symmetry === 'general';
  let line = 0;
  let at = 0;
  eachDataLine(text, (_from, _to, number) => {
    line = number;
    at += isGeneral || rowOf[at] === columnOf[at] ? 1 : 2;
    return at <= triplet;
  });
  return line;
}

function readArray(text: Text): Body {
  const { file, bytes, banner, size, budget } = text;
  const [rows, columns] = sizes(file, size, banner.symmetry, ['rows', 'columns']) as [number, number];
  const isGeneral = banner.symmetry === 'general';
  const skipDiagonal = banner.symmetry === 'skew-symmetric';
  const triangle = (rows * (rows + 1)) / 2 - (skipDiagonal ? rows : 0);
  checkCount(text, isGeneral ? rows * columns : triangle, 'values');
  budget.take(8 * rows * columns, `a matrix of ${rows} x ${columns}`);
  const values = new Float64Array(rows * columns);
  const firstRow = (column: number) => (isGeneral ? 0 : column + (skipDiagonal ? 1 : 0));
  let column = 0;
  let row = firstRow(0);
  eachDataLine(text, (from, to, number) => {
    const end = endOfWord(bytes, from, to);
    if (skipBlanks(bytes, end, to) < to) checkWords(file, wordsIn(bytes, { from, to, number }), 1);
    const value = readValue(text, number, latin1(bytes.subarray(from, end)));
    values[row * columns + column] = value;
    if (!isGeneral) values[column * columns + row] = skipDiagonal && value !== 0 ? -value : value;
    for (row++; row >= rows && column < columns; row = firstRow(column)) column++;
  });
  return { matrix: { kind: 'dense', rows, columns, values }, warnings: [] };
}

function sizes(file: string, line: Line, symmetry: string, names: readonly string[]): number[] {
  if (line.words.length !== names.length)
    throw fault(file, line.number, `expected ${names.join(', ')}, found "${line.words.join(' ')}"`);
  const numbers = line.words.map(wholeNumber);
  const bad = numbers.findIndex((number) => !(number >= 0 && Number.isSafeInteger(number)));
  if (bad >= 0)
    throw fault(file, line.number, `${names[bad]}: expected a whole number from 0, found "${line.words[bad]}"`);
  checkDimensions({ file, line: line.number }, numbers[0], numbers[1]);
  if (symmetry !== 'general' && numbers[0] !== numbers[1])
    throw fault(file, line.number, `a ${symmetry} matrix is square, found ${numbers[0]} x ${numbers[1]}`);
  return numbers;
}

function checkCount(text: Text, announced: number, what: string): void {
  const { file, size, count, lastLine } = text;
  if (count > announced) {
    let seen = 0;
    let line = 0;
    eachDataLine(text, (_from, _to, number) => {
      line = number;
      return seen++ < announced;
    });
    throw fault(file, line, `expected ${announced} ${what} (line ${size.number}), found a line more`);
  }
  if (count < announced)
    throw fault(file, lastLine, `expected ${announced} ${what} (line ${size.number}), the file ends after ${count}`);
}

function checkWords(file: string, line: Line, count: number): void {
  if (line.words.length === count) return;
  const hint = count === 3 && line.words.length === 2 ? ' (no value: should the banner say pattern?)' : '';
  throw fault(
    file,
    line.number,
    `expected ${counted(count, 'number')}, found ${line.words.length}: "${line.words.join(' ')}"${hint}`,
  );
}

function index(file: string, line: Line, word: number, name: string, bound: number): number {
  const value = wholeNumber(line.words[word]);
  if (value >= 1 && value <= bound) return value - 1;
  const zero = value === 0 ? `; MatrixMarket ${name}s start at 1` : '';
  throw fault(
    file,
    line.number,
    `${name}: expected a whole number from 1 to ${bound}, found "${line.words[word]}"${zero}`,
  );
}

function readValue({ file, banner, typeRange: range }: Text, line: number, text: string): number {
  const integer = banner.field === 'integer';
  const value = integer ? wholeNumber(text) : realNumber(text);
  if (Number.isNaN(value))
    throw fault(file, line, `expected ${integer ? 'a whole' : 'a real'} number, found "${text}"`);
  if (!Number.isFinite(Math.fround(value)))
    throw fault(file, line, `expected a number that fp32 can hold (up to 3.4e38), found "${text}"`);
  if (range !== undefined && integer && !(value >= range[0] && value <= range[1]))
    throw fault(file, line, `expected ${range[0]} to ${range[1]} (the file's own %%GraphBLAS type), found ${text}`);
  return value;
}

function fault(file: string, line: number, message: string): UserError {
  return UserError.at({ file, line }, message, 'MATRIX_MARKET');
}
