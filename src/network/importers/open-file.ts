import { type Files, FileUnreadable } from '../../base/files/files.ts';
import { UserError } from '../../base/user-error.ts';
import type { OpenFile } from './importer.ts';

/** A file that is read part by part, as far as it is there. */
export function openFile(files: Files, file: string): OpenFile {
  const found = files.find(file);
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'FILE_UNREADABLE');
  };
  if (found === undefined) fail(new FileUnreadable('ENOENT').message);
  if (found!.bytes === 0) throw UserError.at({ file }, 'the file is empty', 'FILE_EMPTY');
  const fileBytes = found!.bytes;
  return {
    files,
    file,
    fileBytes,
    part(from, length, into) {
      let bytes: Uint8Array<ArrayBuffer> | undefined;
      try {
        bytes = files.read(file, { from, length, ...(into && { into }) });
      } catch (error) {
        if (!(error instanceof FileUnreadable)) throw error;
        fail(error.message);
      }
      if (bytes!.length !== length) fail(`ends at byte ${from + bytes!.length}, though it had ${fileBytes} bytes`);
      return bytes!;
    },
  };
}
