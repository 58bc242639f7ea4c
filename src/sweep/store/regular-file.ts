import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { UserError } from '../../base/user-error.ts';

/** How a file is opened: to read it, to read it and write at its end, or the same and empty at first. */
const FLAGS = {
  read: constants.O_RDONLY,
  append: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
  empty: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_TRUNC,
} as const;

/**
 * Opens a file, and nothing else that may bear its name: a pipe would be waited for without end.
 * @throws UserError for a folder, a pipe or a device; the error of the file system otherwise
 */
export function openRegular(file: string, how: keyof typeof FLAGS): number {
  const descriptor = openSync(file, FLAGS[how] | constants.O_NONBLOCK, 0o666);
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw UserError.at({ file }, 'expected a file, found something else (a folder, a pipe?)', 'NOT_A_FILE');
}
