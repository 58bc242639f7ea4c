import { UserError } from '../../base/user-error.ts';
import { formatShape } from '../importers/tensors/named-tensor.ts';

/** An array of an IDX file; bytes stay bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Float32Array | Float64Array;
}

interface IdxType {
  readonly name: string;
  readonly bytes: number;
  readonly get: (view: DataView, at: number) => number;
}

/** The third byte of an IDX file tells what its values are (big-endian). */
const TYPES: Readonly<Record<number, IdxType>> = {
  8: { name: 'uint8', bytes: 1, get: (view, at) => view.getUint8(at) },
  9: { name: 'int8', bytes: 1, get: (view, at) => view.getInt8(at) },
  11: { name: 'int16', bytes: 2, get: (view, at) => view.getInt16(at) },
  12: { name: 'int32', bytes: 4, get: (view, at) => view.getInt32(at) },
  13: { name: 'fp32', bytes: 4, get: (view, at) => view.getFloat32(at) },
  14: { name: 'fp64', bytes: 8, get: (view, at) => view.getFloat64(at) },
};

/** Does this begin as an IDX file: two zero bytes, a type, a number of dimensions? */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && Object.hasOwn(TYPES, bytes[2]) && bytes[3] >= 1;
}

/**
 * Reads an IDX file, the format of MNIST (Y. LeCun, "The MNIST database": magic number, sizes of the dimensions, values, all big-endian).
 * @throws UserError where its length is not that of its dimensions
 */
export function readIdx(file: string, bytes: Uint8Array): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [type, dimensions] = [TYPES[bytes[2]], bytes[3]];
  const start = 4 + 4 * dimensions;
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'IDX');
  };
  if (bytes.length < start) return fail(`cut short: ${bytes.length} bytes, ${dimensions} dimensions need ${start}`);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, size) => product * size, 1);
  const needed = count * type.bytes;
  if (bytes.length - start !== needed)
    return fail(
      `${formatShape(shape)} of ${type.name}: expected ${needed} bytes behind byte ${start}, found ${bytes.length - start}`,
    );
  if (bytes[2] === 8) return { shape, values: bytes.subarray(start) };
  const values = new (type.bytes === 8 ? Float64Array : Float32Array)(count);
  for (let k = 0; k < count; k++) values[k] = type.get(view, start + k * type.bytes);
  return { shape, values };
}
