import { PbfReader } from 'pbf';
import { utf8 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';

/** One field of a protobuf message: a number (varint), or the bytes of anything else. */
export interface WireField {
  readonly tag: number;
  /** Value of a varint field; 0 for the others. */
  readonly integer: number;
  /** Bytes of a length-delimited or fixed-width field; empty for a varint. */
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/**
 * The fields of a protobuf message, in the order of the file. pbf reads the numbers; it trusts lengths, so they are checked here.
 * @param root the whole file, for byte positions in messages
 * @throws UserError with the byte position where the wire format is broken
 */
export function* wireFields(file: string, root: Uint8Array, message: Uint8Array): Generator<WireField> {
  const pbf = new PbfReader(message);
  const at = (position: number): number => message.byteOffset - root.byteOffset + position;
  const fail = (position: number, what: string): never => {
    throw UserError.at({ file }, `byte ${at(position)}: not a whole protobuf (ONNX) file: ${what}`, 'ONNX_WIRE');
  };
  const varint = (what: string): number => {
    const start = pbf.pos;
    const last = message.subarray(start, start + 10).findIndex((byte) => byte < 0x80);
    return last < 0 ? fail(start, `${what} is cut short`) : pbf.readVarint(true);
  };
  while (pbf.pos < message.length) {
    const start = pbf.pos;
    const key = varint('a field');
    const [tag, type] = [key >>> 3, key & 7];
    if (tag === 0) fail(start, 'field 0');
    if (type === 0) yield { tag, integer: varint(`field ${tag}`), bytes: NO_BYTES };
    else {
      const length = type === 2 ? varint(`field ${tag}`) : type === 1 ? 8 : type === 5 ? 4 : -1;
      if (length < 0) fail(start, `field ${tag} has wire type ${type}`);
      const end = pbf.pos + length;
      if (end > message.length)
        fail(start, `field ${tag} needs ${length} bytes, the file has ${message.length - pbf.pos} there (cut short?)`);
      yield { tag, integer: 0, bytes: message.subarray(pbf.pos, end) };
      pbf.pos = end;
    }
  }
}

/**
 * The numbers of a repeated varint field: packed bytes, or one number.
 * @throws RangeError where the last one is cut short
 */
export function varints(field: WireField): number[] {
  const { bytes } = field;
  if (bytes.length === 0) return [field.integer];
  const pbf = new PbfReader(bytes);
  const values: number[] = [];
  while (pbf.pos < bytes.length) {
    if (bytes.subarray(pbf.pos, pbf.pos + 10).every((byte) => byte >= 0x80))
      throw new RangeError('a packed number is cut short');
    values.push(pbf.readVarint(true));
  }
  return values;
}

/** Text of a length-delimited field. */
export function text(field: WireField): string {
  return utf8(field.bytes);
}
