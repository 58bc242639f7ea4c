import { latin1, utf8 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';

/** A member as the central directory of a zip archive describes it (APPNOTE.TXT 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflate. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

const END_BYTES = 22;
const ENTRY_BYTES = 46;
const FULL = 0xffffffff;

/**
 * The central directory of a zip archive, zip64 sizes included.
 * @throws UserError where there is none, or it does not fit the file
 */
export function readZipDirectory(file: string, bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'ZIP_DAMAGED');
  };
  const end = endRecord(view);
  if (end < 0)
    fail(
      bytes[0] === 0x50 && bytes[1] === 0x4b
        ? `starts with a zip signature but has no central directory in its ${bytes.length} bytes: cut short, or no .npz`
        : `expected a zip archive, found ${bytes.length} bytes that are none`,
    );
  let count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === FULL || count === 0xffff) ({ count, at } = readEnd64(view, end) ?? fail('damaged zip64 directory'));
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== 0x02014b50)
      fail(`byte ${at}: expected entry ${index + 1} of ${count} of the zip directory`);
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > end) fail(`byte ${at}: entry ${index + 1} of the zip directory is cut short`);
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const name = bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    entries.push({
      name: isUtf8 ? utf8(name) : latin1(name),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      checksum: view.getUint32(at + 16, true),
      ...sizes(view, at, extraBytes),
    });
    at = next;
  }
  return entries;
}

/** Where the end record begins: it is the last one whose comment reaches to the end of the file; -1 where there is none. */
function endRecord(view: DataView): number {
  let last = -1;
  for (let end = view.byteLength - END_BYTES; end >= 0 && last < 0; end--)
    if (
      view.getUint32(end, true) === 0x06054b50 &&
      view.getUint16(end + 20, true) === view.byteLength - END_BYTES - end
    )
      last = end;
  return last;
}

function readEnd64(view: DataView, end: number): { count: number; at: number } | undefined {
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return undefined;
  const end64 = Number(view.getBigUint64(locator + 8, true));
  if (end64 + 56 > locator || view.getUint32(end64, true) !== 0x06064b50) return undefined;
  return { count: Number(view.getBigUint64(end64 + 32, true)), at: Number(view.getBigUint64(end64 + 48, true)) };
}

/** Sizes of an entry; one of 0xffffffff lies in the zip64 extra field (id 1), unpacked size first. */
function sizes(view: DataView, at: number, extraBytes: number): Pick<ZipEntry, 'packedBytes' | 'unpackedBytes'> {
  let packedBytes = view.getUint32(at + 20, true);
  let unpackedBytes = view.getUint32(at + 24, true);
  let extra = at + ENTRY_BYTES + view.getUint16(at + 28, true);
  const stop = extra + extraBytes;
  while (extra + 4 <= stop && (packedBytes === FULL || unpackedBytes === FULL)) {
    let field = extra + 4;
    const next = field + view.getUint16(extra + 2, true);
    if (view.getUint16(extra, true) === 1 && next <= stop) {
      if (unpackedBytes === FULL && field + 8 <= next) {
        unpackedBytes = Number(view.getBigUint64(field, true));
        field += 8;
      }
      if (packedBytes === FULL && field + 8 <= next) packedBytes = Number(view.getBigUint64(field, true));
    }
    extra = next;
  }
  return { packedBytes, unpackedBytes };
}
