import { utf8 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';

/** A file of which parts are read: nothing is taken into memory that was not asked for. */
export interface PartedFile {
  readonly file: string;
  readonly size: number;
  /** `length` bytes behind byte `from`; both lie within the file. */
  readonly read: (from: number, length: number) => Uint8Array;
}

/** Read at once while a header is read. */
const WINDOW_BYTES = 2 ** 20;

/** Reads a header from its beginning. Whatever it claims is held against what the file still has before anything is taken. */
export class Cursor {
  readonly #source: PartedFile;
  #window: DataView = new DataView(new ArrayBuffer(0));
  #windowStart = 0;
  at = 0;

  constructor(source: PartedFile) {
    this.#source = source;
  }

  /** Bytes behind the cursor. */
  get left(): number {
    return this.#source.size - this.at;
  }

  fail(message: string, path?: string): never {
    const { file } = this.#source;
    throw UserError.at(path === undefined ? { file } : { file, path }, `${message} (at byte ${this.at})`, 'GGUF');
  }

  /** A view of the next `length` bytes from its byte 0 on, which are then behind the cursor. */
  take(length: number, what: string): DataView {
    if (length > this.left) this.fail(`${what} takes ${length} bytes, the file has ${this.left} more: is it cut off?`);
    const offset = this.at - this.#windowStart;
    if (offset + length > this.#window.byteLength) {
      const size = Math.min(Math.max(length, WINDOW_BYTES), this.left);
      const bytes = this.#source.read(this.at, size);
      if (bytes.length < length) this.fail(`${what}: the file ends before its stated size`);
      this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#windowStart = this.at;
      return this.take(length, what);
    }
    this.at += length;
    return new DataView(this.#window.buffer, this.#window.byteOffset + offset, length);
  }

  u32(what: string): number {
    return this.take(4, what).getUint32(0, true);
  }

  /** A count or an offset. */
  u64(what: string): number {
    const value = this.take(8, what).getBigUint64(0, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail(`${what} is ${value}, more than any file holds`);
    return Number(value);
  }

  /** How many things follow, of at least `bytes` bytes each. */
  count(what: string, bytes: number): number {
    const count = this.u64(what);
    if (count > this.left / bytes)
      this.fail(`${what} is ${count}: at ${bytes} bytes each more than the ${this.left} that follow`);
    return count;
  }

  text(what: string): string {
    const length = this.count(`the length of ${what}`, 1);
    const view = this.take(length, what);
    return utf8(new Uint8Array(view.buffer, view.byteOffset, length));
  }
}
