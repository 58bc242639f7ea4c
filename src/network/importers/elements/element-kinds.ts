import type { Values } from '../../imported-weights.ts';

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

const nibble = (view: DataView, index: number): number => (view.getUint8(index >> 1) >> (index % 2 === 0 ? 0 : 4)) & 15;

/** Every element kind that a weight file may have. Sub-byte kinds are packed low bits first (ONNX). */
export const ELEMENT_KINDS = {
  bool: bytesOf('bool', 8, false, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
  int4: { name: 'int4', bits: 4, wide: false, get: (view, index) => (nibble(view, index) << 28) >> 28 },
  uint4: { name: 'uint4', bits: 4, wide: false, get: nibble },
  int8: bytesOf('int8', 8, false, (view, at) => view.getInt8(at)),
  uint8: bytesOf('uint8', 8, false, (view, at) => view.getUint8(at)),
  int16: bytesOf('int16', 16, false, (view, at, little) => view.getInt16(at, little)),
  uint16: bytesOf('uint16', 16, false, (view, at, little) => view.getUint16(at, little)),
  int32: bytesOf('int32', 32, true, (view, at, little) => view.getInt32(at, little)),
  uint32: bytesOf('uint32', 32, true, (view, at, little) => view.getUint32(at, little)),
  int64: bytesOf('int64', 64, true, (view, at, little) => Number(view.getBigInt64(at, little))),
  uint64: bytesOf('uint64', 64, true, (view, at, little) => Number(view.getBigUint64(at, little))),
  fp8e4m3: bytesOf('fp8e4m3', 8, false, (view, at) => smallFloat(view.getUint8(at), 4, 3, false)),
  fp8e5m2: bytesOf('fp8e5m2', 8, false, (view, at) => smallFloat(view.getUint8(at), 5, 2, true)),
  fp16: bytesOf('fp16', 16, false, (view, at, little) => smallFloat(view.getUint16(at, little), 5, 10, true)),
  bf16: bytesOf('bf16', 16, false, (view, at, little) => smallFloat(view.getUint16(at, little), 8, 7, true)),
  fp32: bytesOf('fp32', 32, false, (view, at, little) => view.getFloat32(at, little)),
  fp64: bytesOf('fp64', 64, true, (view, at, little) => view.getFloat64(at, little)),
} satisfies Record<string, ElementKind>;

/** Bytes that `count` elements need. */
export function bytesNeeded(kind: ElementKind, count: number): number {
  return Math.ceil((count * kind.bits) / 8);
}

/**
 * Elements 0 .. count - 1 of `bytes` (which hold at least bytesNeeded). Little-endian fp32 on a 4-byte boundary is a view, not a copy.
 */
export function decodeElements(bytes: Uint8Array, kind: ElementKind, count: number, littleEndian = true): Values {
  if (kind.name === 'fp32' && littleEndian) {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    return new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = kind.wide ? new Float64Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = kind.get(view, index, littleEndian);
  return values;
}

/** Whether an integer value may stand for another one (beyond 2^53 a double skips whole numbers). */
export function losesIntegers(kind: ElementKind, values: Values): boolean {
  if (kind.bits !== 64 || kind.name === 'fp64') return false;
  return values.some((value) => Math.abs(value) >= 2 ** 53);
}

/** Value of a small IEEE-like float; fp8e4m3 has no infinity: its all-ones exponent is a number, except the one NaN (0x7f). */
function smallFloat(pattern: number, exponentBits: number, fractionBits: number, hasInfinity: boolean): number {
  const sign = (pattern >> (exponentBits + fractionBits)) & 1 ? -1 : 1;
  const exponent = (pattern >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = pattern & (2 ** fractionBits - 1);
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  if (exponent === 2 ** exponentBits - 1) {
    if (hasInfinity) return fraction === 0 ? sign * Infinity : NaN;
    if (fraction === 2 ** fractionBits - 1) return NaN;
  }
  return sign * (1 + fraction * 2 ** -fractionBits) * 2 ** (exponent - bias);
}
