import { UserError } from './user-error.ts';

const REASONS: Readonly<Record<string, string>> = {
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

/** A failure of the file system as the user's matter, with the file; anything else as it is. */
export function fileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return error;
  return UserError.at({ file }, REASONS[error.code] ?? `cannot be written (${error.code})`, 'OUTPUT_WRITE');
}
