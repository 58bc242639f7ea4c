import { latin1 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';

/** More rows or columns than any layer has; a claim beyond is refused before anything is allocated by it. */
export const LARGEST_DIMENSION = 2 ** 24;

/** A line with words on it: where it lies in the file, and its number (1-based). Texts of hundreds of megabytes are read so, without a string for each line. */
export interface LinePlace {
  readonly from: number;
  readonly to: number;
  readonly number: number;
}

/** A line of words, and its number in the file (1-based). */
export interface Line {
  readonly number: number;
  readonly words: readonly string[];
}

const [LF, CR, BLANK, TAB, PERCENT] = [10, 13, 32, 9, 37];

/**
 * The lines of a text that hold a word, those that begin with `%` told apart; a byte order mark is passed over. `visit` may end the walk by returning false.
 * @returns the number of the last line
 */
export function eachLine(
  bytes: Uint8Array,
  visit: (from: number, to: number, number: number, isComment: boolean) => unknown,
): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let number = 0;
  while (at < bytes.length) {
    number++;
    let end = at;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++;
    const from = skipBlanks(bytes, at, end);
    if (from < end && visit(from, end, number, bytes[from] === PERCENT) === false) return number;
    at = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
  }
  return number;
}

/** Where the next word begins; `to` where there is none. */
export function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at])) at++;
  return at;
}

/** Where the word that begins at `from` ends. */
export function endOfWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && !isBlank(bytes[at])) at++;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB || byte === 11 || byte === 12;
}

/** The words of a part of a text. */
export function wordsIn(bytes: Uint8Array, { from, to, number }: LinePlace): Line {
  const text = latin1(bytes.subarray(from, to)).trim();
  return { number, words: text === '' ? [] : text.split(/[ \t\v\f]+/) };
}

/** Digits that a double holds whatever they are. */
const EXACT_DIGITS = 15;

/** A whole number from 0 of up to 15 digits, or -1 where the bytes are anything else (a sign, a longer number, a word). */
export function digits(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || to - from > EXACT_DIGITS) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at] - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** A whole number of a text file, or NaN where the word is none. */
export function wholeNumber(word: string | undefined): number {
  return word !== undefined && /^[+-]?\d+$/.test(word) ? Number(word) : NaN;
}

/** A decimal number of a text file, or NaN where the word is none. */
export function realNumber(word: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word) ? Number(word) : NaN;
}

/** @throws UserError where a matrix is empty or larger than any layer */
export function checkDimensions(place: { file: string; line?: number }, rows: number, columns: number): void {
  for (const [name, size] of [
    ['rows', rows],
    ['columns', columns],
  ] as const)
    if (!(size >= 1 && size <= LARGEST_DIMENSION && Number.isInteger(size)))
      throw UserError.at(
        place,
        `${name}: expected a whole number from 1 to ${LARGEST_DIMENSION}, found ${size}`,
        'MATRIX_SIZE',
      );
}
