import type { Files } from '../base/files/files.ts';
import { nodeFiles } from './node-files.ts';

/** A function that reads files, with those of this computer. */
export function here<Arguments extends unknown[], Result>(
  read: (files: Files, ...given: Arguments) => Result,
): (...given: Arguments) => Result {
  return (...given) => read(nodeFiles, ...given);
}
