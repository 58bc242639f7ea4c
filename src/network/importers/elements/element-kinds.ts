import type { Values } from '../../imported-weights.ts';
import { type FloatShape, SMALL_FLOATS, smallFloat } from './small-float.ts';

/** How one element lies in a file. */
export interface ElementKind {
  /** Name as the reports write it. */
  readonly name: string;
  readonly bits: number;
  /** Whether fp32 cannot hold every value. */
  readonly wide: boolean;
  readonly get: (view: DataView, index: number, littleEndian: boolean) => number;
}

const bytesOf = (
  name: string,
  bits: number,
  wide: boolean,
  get: (view: DataView, offset: number, littleEndian: boolean) => number,
): ElementKind => ({ name, bits, wide, get: (view, index, little) => get(view, (index * bits) / 8, little) });

/** A kind of fewer than 8 bits: element k lies in bits k x bits and above of the bytes, the low bits of a byte first (ONNX, PyTorch, ml_dtypes). */
const bitsOf = (name: string, bits: number, toNumber: (pattern: number) => number): ElementKind => ({
  name,
  bits,
  wide: false,
  get: (view, index) => {
    const bit = index * bits;
    const at = bit >> 3;
    const low = view.getUint8(at);
    const high = (bit & 7) + bits > 8 ? view.getUint8(at + 1) : 0;
    return toNumber((((high << 8) | low) >> (bit & 7)) & ((1 << bits) - 1));
  },
});

const fp8 = (name: string, shape: FloatShape): ElementKind =>
  bytesOf(name, 8, false, (view, at) => smallFloat(view.getUint8(at), shape));

/** Every element kind that a weight file may have. */
export const ELEMENT_KINDS = {
  bool: bytesOf('bool', 8, false, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
  int2: bitsOf('int2', 2, (pattern) => (pattern << 30) >> 30),
  uint2: bitsOf('uint2', 2, (pattern) => pattern),
  int4: bitsOf('int4', 4, (pattern) => (pattern << 28) >> 28),
  uint4: bitsOf('uint4', 4, (pattern) => pattern),
  fp4: bitsOf('fp4', 4, (pattern) => smallFloat(pattern, SMALL_FLOATS.e2m1)),
  fp6e2m3: bitsOf('fp6e2m3', 6, (pattern) => smallFloat(pattern, SMALL_FLOATS.e2m3)),
  fp6e3m2: bitsOf('fp6e3m2', 6, (pattern) => smallFloat(pattern, SMALL_FLOATS.e3m2)),
  int8: bytesOf('int8', 8, false, (view, at) => view.getInt8(at)),
  uint8: bytesOf('uint8', 8, false, (view, at) => view.getUint8(at)),
  int16: bytesOf('int16', 16, false, (view, at, little) => view.getInt16(at, little)),
  uint16: bytesOf('uint16', 16, false, (view, at, little) => view.getUint16(at, little)),
  int32: bytesOf('int32', 32, true, (view, at, little) => view.getInt32(at, little)),
  uint32: bytesOf('uint32', 32, true, (view, at, little) => view.getUint32(at, little)),
  int64: bytesOf('int64', 64, true, (view, at, little) => Number(view.getBigInt64(at, little))),
  uint64: bytesOf('uint64', 64, true, (view, at, little) => Number(view.getBigUint64(at, little))),
  fp8e4m3: fp8('fp8e4m3', SMALL_FLOATS.e4m3fn),
  fp8e4m3fnuz: fp8('fp8e4m3fnuz', SMALL_FLOATS.e4m3fnuz),
  fp8e5m2: fp8('fp8e5m2', SMALL_FLOATS.e5m2),
  fp8e5m2fnuz: fp8('fp8e5m2fnuz', SMALL_FLOATS.e5m2fnuz),
  fp8e8m0: fp8('fp8e8m0', SMALL_FLOATS.e8m0),
  fp16: bytesOf('fp16', 16, false, (view, at, little) => smallFloat(view.getUint16(at, little), SMALL_FLOATS.fp16)),
  bf16: bytesOf('bf16', 16, false, (view, at, little) => smallFloat(view.getUint16(at, little), SMALL_FLOATS.bf16)),
  fp32: bytesOf('fp32', 32, false, (view, at, little) => view.getFloat32(at, little)),
  fp64: bytesOf('fp64', 64, true, (view, at, little) => view.getFloat64(at, little)),
} satisfies Record<string, ElementKind>;

/** Bytes that `count` elements need. */
export function bytesNeeded(kind: ElementKind, count: number): number {
  return Math.ceil((count * kind.bits) / 8);
}

/**
 * Elements 0 .. count - 1 of `bytes` (which hold at least bytesNeeded). Little-endian fp32 on a 4-byte boundary and fp64 on one of 8 bytes are a view, not a copy.
 */
export function decodeElements(bytes: Uint8Array, kind: ElementKind, count: number, littleEndian = true): Values {
  if (kind.name === 'fp32' && littleEndian) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    return new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  }
  if (kind.name === 'fp64' && littleEndian) {
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    return new Float64Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  }
  if (kind.bits <= 16 && kind.bits >= 8 && count >= 2 ** kind.bits) return lookedUp(bytes, kind, count, littleEndian);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = kind.wide ? new Float64Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = kind.get(view, index, littleEndian);
  return values;
}

/** Many elements of few patterns: each pattern is decoded once. */
function lookedUp(bytes: Uint8Array, kind: ElementKind, count: number, littleEndian: boolean): Float32Array {
  const item = new DataView(new ArrayBuffer(2));
  const table = Float32Array.from({ length: 2 ** kind.bits }, (_, pattern) => {
    if (kind.bits === 8) item.setUint8(0, pattern);
    else item.setUint16(0, pattern, littleEndian);
    return kind.get(item, 0, littleEndian);
  });
  const values = new Float32Array(count);
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  if (kind.bits === 8) for (let index = 0; index < count; index++) values[index] = table[bytes[index]];
  else
    for (let index = 0; index < count; index++)
      values[index] = table[bytes[2 * index + low] | (bytes[2 * index + high] << 8)];
  return values;
}

/** Whether an integer value may stand for another one (beyond 2^53 a double skips whole numbers). */
export function losesIntegers(kind: ElementKind, values: Values): boolean {
  if (kind.bits !== 64 || kind.name === 'fp64') return false;
  return values.some((value) => Math.abs(value) >= 2 ** 53);
}
