import { basename } from '../../../base/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { ImportedMatrix } from '../../imported-weights.ts';
import type { Importer } from '../importer.ts';
import { type Banner, hasBanner, parseBanner } from './matrix-market-banner.ts';
import { sparseFromTriplets } from './sparse-matrix.ts';
import { checkDimensions, type Line, textOf, wholeNumber } from './text-file.ts';

/** NIST MatrixMarket: one matrix, coordinate or array; a pattern's values are 1. */
export const matrixMarket: Importer = {
  name: 'matrixMarket',
  description: '.mtx, .mm: one MatrixMarket matrix',
  extensions: ['.mtx', '.mm'],
  matches: hasBanner,
  read({ file, bytes }) {
    const { banner, size, lines, typeRange } = splitFile(file, textOf(file, bytes));
    const { matrix, warnings } =
      banner.format === 'array'
        ? readArray(file, banner, size, lines, typeRange)
        : readCoordinates(file, banner, size, lines, typeRange);
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

/** The parts of the file: banner, size line, and the lines of data behind it (blank ones and comments left out). */
function splitFile(file: string, text: string): { banner: Banner; size: Line; lines: Line[]; typeRange?: Range } {
  const all = text.split(/\r\n|\r|\n/);
  const banner = parseBanner(file, all[0]);
  const lines: Line[] = [];
  let typeRange: Range | undefined;
  for (let index = 1; index < all.length; index++) {
    const line = all[index].trim();
    if (line.startsWith('%')) typeRange ??= GRAPHBLAS_RANGES[/^%%GraphBLAS\s+type\s+(\w+)/.exec(line)?.[1] ?? ''];
    else if (line !== '') lines.push({ number: index + 1, words: line.split(/\s+/) });
  }
  const size = lines.shift();
  if (size === undefined) throw fault(file, all.length, 'expected the line of sizes, found the end of the file');
  return { banner, size, lines, ...(typeRange === undefined ? {} : { typeRange }) };
}

function readCoordinates(file: string, banner: Banner, size: Line, lines: readonly Line[], range?: Range): Body {
  const [rows, columns, entries] = sizes(file, size, banner.symmetry, ['rows', 'columns', 'entries']) as [
    number,
    number,
    number,
  ];
  checkCount(file, size, lines, entries, 'entries');
  const rowOf: number[] = [];
  const columnOf: number[] = [];
  const values: number[] = [];
  const wordCount = banner.field === 'pattern' ? 2 : 3;
  for (const line of lines) {
    checkWords(file, line, wordCount);
    const row = index(file, line, 0, 'row', rows);
    const column = index(file, line, 1, 'column', columns);
    const value = banner.field === 'pattern' ? 1 : readValue(file, line, 2, banner, range);
    push(row, column, value);
    if (banner.symmetry === 'general') continue;
    if (row !== column) push(column, row, banner.symmetry === 'symmetric' ? value : -value);
    else if (banner.symmetry === 'skew-symmetric' && value !== 0)
      throw fault(file, line.number, `the diagonal of a skew-symmetric matrix is 0, found ${value}`);
  }
  const { matrix, duplicates } = sparseFromTriplets(rows, columns, rowOf, columnOf, Float64Array.from(values));
  return {
    matrix,
    warnings:
      duplicates === 0
        ? []
        : [
            `duplicate entries are summed: ${duplicates} (the first: ${firstDuplicate(lines, banner.symmetry === 'general')})`,
          ],
  };

  function push(row: number, column: number, value: number): void {
    rowOf.push(row);
    columnOf.push(column);
    values.push(value);
  }
}

function readArray(file: string, banner: Banner, size: Line, lines: readonly Line[], range?: Range): Body {
  const [rows, columns] = sizes(file, size, banner.symmetry, ['rows', 'columns']) as [number, number];
  const skipDiagonal = banner.symmetry === 'skew-symmetric';
  const triangle = (rows * (rows + 1)) / 2 - (skipDiagonal ? rows : 0);
  checkCount(file, size, lines, banner.symmetry === 'general' ? rows * columns : triangle, 'values');
  const values = new Float64Array(rows * columns);
  let at = 0;
  for (let column = 0; column < columns; column++) {
    const first = banner.symmetry === 'general' ? 0 : column + (skipDiagonal ? 1 : 0);
    for (let row = first; row < rows; row++) {
      const line = lines[at++];
      checkWords(file, line, 1);
      const value = readValue(file, line, 0, banner, range);
      values[row * columns + column] = value;
      if (banner.symmetry !== 'general') values[column * columns + row] = skipDiagonal && value !== 0 ? -value : value;
    }
  }
  return { matrix: { kind: 'dense', rows, columns, values }, warnings: [] };
}

function sizes(file: string, line: Line, symmetry: string, names: readonly string[]): number[] {
  if (line.words.length !== names.length)
    throw fault(file, line.number, `expected ${names.join(', ')}, found "${line.words.join(' ')}"`);
  const numbers = line.words.map(wholeNumber);
  const bad = numbers.findIndex((number) => !(number >= 0 && Number.isSafeInteger(number)));
  if (bad >= 0)
    throw fault(file, line.number, `${names[bad]}: expected a whole number from 0, found "${line.words[bad]}"`);
  checkDimensions(file, line.number, numbers[0], numbers[1]);
  if (symmetry !== 'general' && numbers[0] !== numbers[1])
    throw fault(file, line.number, `a ${symmetry} matrix is square, found ${numbers[0]} x ${numbers[1]}`);
  return numbers;
}

/** Nothing is allocated by the announced number: it must be the number of lines that are there. */
function checkCount(file: string, size: Line, lines: readonly Line[], announced: number, what: string): void {
  if (lines.length > announced)
    throw fault(
      file,
      lines[announced].number,
      `expected ${announced} ${what} (line ${size.number}), found a line more`,
    );
  if (lines.length < announced)
    throw fault(
      file,
      (lines.at(-1) ?? size).number,
      `expected ${announced} ${what} (line ${size.number}), the file ends after ${lines.length}`,
    );
}

function checkWords(file: string, line: Line, count: number): void {
  if (line.words.length === count) return;
  const hint = count === 3 && line.words.length === 2 ? ' (no value: should the banner say pattern?)' : '';
  throw fault(
    file,
    line.number,
    `expected ${count} number${count === 1 ? '' : 's'}, found ${line.words.length}: "${line.words.join(' ')}"${hint}`,
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

function readValue(file: string, line: Line, word: number, banner: Banner, range?: Range): number {
  const text = line.words[word];
  const integer = banner.field === 'integer';
  const value = integer ? wholeNumber(text) : /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(value))
    throw fault(file, line.number, `expected ${integer ? 'a whole' : 'a real'} number, found "${text}"`);
  if (range !== undefined && integer && !(value >= range[0] && value <= range[1]))
    throw fault(
      file,
      line.number,
      `expected ${range[0]} to ${range[1]} (the file's own %%GraphBLAS type), found ${text}`,
    );
  return value;
}

/** The first place that is named twice; in a symmetric file (1, 2) and (2, 1) are one place. */
function firstDuplicate(lines: readonly Line[], isGeneral: boolean): string {
  const seen = new Map<string, number>();
  for (const { words, number } of lines) {
    const place = [Number(words[0]), Number(words[1])];
    const key = (isGeneral ? place : place.toSorted((a, b) => a - b)).join(' ');
    const before = seen.get(key);
    if (before !== undefined) return `line ${number} repeats line ${before}`;
    seen.set(key, number);
  }
  return 'unknown';
}

function fault(file: string, line: number, message: string): UserError {
  return UserError.at({ file, line }, message, 'MATRIX_MARKET');
}
