import { UserError } from '../user-error.ts';

const NOT_WRITTEN: Readonly<Record<string, string>> = {
  ENOENT: 'cannot be written: its folder does not exist',
  EACCES: 'may not be written (permission denied)',
  EPERM: 'may not be written (operation not permitted)',
  EROFS: 'may not be written (read-only file system)',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  EFBIG: 'cannot be written: the file would be larger than allowed',
  EEXIST: 'is a file, a folder was expected',
  ENOTDIR: 'lies inside a file, a folder was expected',
  EISDIR: 'is a folder, a file was expected',
  ENAMETOOLONG: 'has too long a name',
};

const NOT_READ: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (operation not permitted)',
  ENOTDIR: 'lies inside a file, a folder was expected',
  EISDIR: 'is a folder, a file was expected',
  ENAMETOOLONG: 'has too long a name',
  ELOOP: 'is a link that leads to itself',
  EMFILE: 'cannot be read: too many files are open',
  ERR_FS_FILE_TOO_LARGE: 'is larger than 2 GiB, which is more than is read at once',
};

/** A failure to write as the user's matter, with the file; anything else as it is. */
export function fileError(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return UserError.at({ file }, NOT_WRITTEN[code] ?? `cannot be written (${code})`, 'OUTPUT_WRITE');
}

/** The same of a failure to read. */
export function readError(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const kind = code === 'ENOENT' ? 'NO_SUCH_FILE' : 'FILE_UNREADABLE';
  return UserError.at({ file }, NOT_READ[code] ?? `cannot be read (${code})`, kind);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
