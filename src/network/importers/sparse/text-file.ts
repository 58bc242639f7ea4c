import { utf8 } from '../../../base/bytes.ts';
import { UserError } from '../../../base/user-error.ts';

/** V8 holds no longer string. */
const LONGEST_TEXT_BYTES = 2 ** 29 - 24;

/** More rows or columns than any layer has; a claim beyond is refused before anything is allocated by it. */
const LARGEST_DIMENSION = 2 ** 24;

/** A line of words, and its number in the file (1-based). */
export interface Line {
  readonly number: number;
  readonly words: readonly string[];
}

/** Text of a file of numbers, a byte order mark removed. */
export function textOf(file: string, bytes: Uint8Array): string {
  if (bytes.length > LONGEST_TEXT_BYTES)
    throw UserError.at(
      { file },
      `${bytes.length} bytes of text, at most ${LONGEST_TEXT_BYTES} are read`,
      'FILE_TOO_LARGE',
    );
  return utf8(bytes);
}

/** A whole number of a text file, or NaN where the word is none. */
export function wholeNumber(word: string | undefined): number {
  return word !== undefined && /^[+-]?\d+$/.test(word) ? Number(word) : NaN;
}

/** @throws UserError where a matrix is empty or larger than any layer */
export function checkDimensions(file: string, line: number, rows: number, columns: number): void {
  for (const [name, size] of [
    ['rows', rows],
    ['columns', columns],
  ] as const)
    if (!(size >= 1 && size <= LARGEST_DIMENSION))
      throw UserError.at({ file, line }, `expected 1 to ${LARGEST_DIMENSION} ${name}, found ${size}`, 'MATRIX_SIZE');
}
