import { latin1 } from '../../../base/bytes.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Values } from '../../imported-weights.ts';
import {
  bytesNeeded,
  decodeElements,
  ELEMENT_KINDS,
  type ElementKind,
  losesIntegers,
} from '../elements/element-kinds.ts';
import { formatShape } from '../tensors/named-tensor.ts';
import { permuteAxes } from '../tensors/permute-axes.ts';

/** An array of numbers as a .npy file holds it, in row-major order whatever the order in the file. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly numberFormat: string;
  readonly values: Values;
  readonly warnings: readonly string[];
}

/** What the header says about the bytes behind it. */
export interface NpyHeader {
  /** numpy's type text, e.g. <f4, |b1, <V2; null for a structured type. */
  readonly descr: string | null;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  readonly dataStart: number;
}

const MAGIC = '\x93NUMPY';
const KINDS: Readonly<Record<string, ElementKind>> = {
  b1: ELEMENT_KINDS.bool,
  i1: ELEMENT_KINDS.int8,
  u1: ELEMENT_KINDS.uint8,
  i2: ELEMENT_KINDS.int16,
  u2: ELEMENT_KINDS.uint16,
  i4: ELEMENT_KINDS.int32,
  u4: ELEMENT_KINDS.uint32,
  i8: ELEMENT_KINDS.int64,
  u8: ELEMENT_KINDS.uint64,
  f2: ELEMENT_KINDS.fp16,
  f4: ELEMENT_KINDS.fp32,
  f8: ELEMENT_KINDS.fp64,
};

/** Does this begin as a .npy array? */
export function isNpy(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 6)) === MAGIC;
}

/**
 * The header of numpy's format 1.0 to 3.0 (numpy.lib.format): magic, version, header length, and a Python dictionary literal.
 * @throws UserError where it is not such a header
 */
export function readNpyHeader(file: string, bytes: Uint8Array): NpyHeader {
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'NPY_HEADER');
  };
  if (!isNpy(bytes)) fail(`not an .npy file: expected the bytes 93 "NUMPY", found ${describeStart(bytes)}`);
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3) fail(`byte 6: expected .npy version 1, 2 or 3, found ${major}`);
  const lengthStart = 8;
  const textStart = major === 1 ? 10 : 12;
  if (bytes.length < textStart) fail(`cut short: ${bytes.length} bytes, the header needs more`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(lengthStart, true) : view.getUint32(lengthStart, true);
  const dataStart = textStart + length;
  if (dataStart > bytes.length)
    fail(`cut short: a header of ${length} bytes announced, ${bytes.length - textStart} bytes found`);
  const text = latin1(bytes.subarray(textStart, dataStart));
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|\[)/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([-\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null)
    return fail(
      `byte ${textStart}: expected a dictionary with descr, fortran_order and shape, found ${text.trim().slice(0, 80)}`,
    );
  const sizes = shape[1]
    .split(',')
    .map((size) => size.trim().replace(/L$/, ''))
    .filter((size) => size !== '')
    .map(Number);
  return { descr: descr[1] ?? null, fortranOrder: order[1] === 'True', shape: sizes, dataStart };
}

/**
 * One .npy array.
 * @param dtype how to read raw two-byte items: `bf16` (numpy saves bfloat16 as void V2)
 * @throws UserError on a wrong header, a kind that holds no real numbers, and a size that the bytes do not have (before anything is allocated)
 */
export function readNpyArray(file: string, bytes: Uint8Array, dtype?: string): NpyArray {
  const header = readNpyHeader(file, bytes);
  const { kind, littleEndian } = elementKind(file, header.descr, dtype);
  const count = elementCount(file, header.shape);
  const needed = bytesNeeded(kind, count);
  const found = bytes.length - header.dataStart;
  if (found < needed)
    throw UserError.at(
      { file },
      `shape ${formatShape(header.shape)} of ${header.descr}: expected ${needed} data bytes behind byte ${header.dataStart}, found ${found}`,
      'NPY_SIZE',
    );
  const warnings: string[] = [];
  if (found > needed) warnings.push(`${found - needed} bytes behind the array are ignored`);
  const stored = decodeElements(bytes.subarray(header.dataStart, header.dataStart + needed), kind, count, littleEndian);
  if (losesIntegers(kind, stored)) warnings.push(`${kind.name} values beyond 2^53 are not exact`);
  // Fortran order (first index fastest) is row-major order of the axes turned round.
  const axes = header.shape.map((_, axis) => axis);
  const values = header.fortranOrder ? permuteAxes(stored, header.shape.toReversed(), axes.toReversed()) : stored;
  return { shape: header.shape, numberFormat: kind.name, values, warnings };
}

function elementKind(file: string, descr: string | null, dtype?: string): { kind: ElementKind; littleEndian: boolean } {
  const refuse = (what: string): never => {
    throw UserError.at({ file }, `expected an array of real numbers, found ${what}`, 'NPY_KIND');
  };
  if (descr === null) return refuse('a structured type (a list of fields)');
  const littleEndian = descr[0] !== '>';
  const code = descr.replace(/^[<>|=]/, '');
  if (code === 'V2' && dtype === 'bf16') return { kind: ELEMENT_KINDS.bf16, littleEndian };
  if (Object.hasOwn(KINDS, code)) return { kind: KINDS[code], littleEndian };
  if (code === 'V2') return refuse(`${descr}: two raw bytes (numpy saves bfloat16 so; if it is, say --dtype bf16)`);
  const names: Record<string, string> = {
    O: 'Python objects (pickle is never read)',
    c: 'complex numbers',
    U: 'text',
    S: 'bytes',
    V: 'raw bytes',
    M: 'dates',
    m: 'time spans',
  };
  return refuse(`${descr}: ${names[code[0] ?? ''] ?? 'an unknown kind'}`);
}

function elementCount(file: string, shape: readonly number[]): number {
  const negative = shape.find((size) => !(size >= 0));
  if (negative !== undefined)
    throw UserError.at({ file }, `shape ${formatShape(shape)}: expected sizes from 0, found ${negative}`, 'NPY_SHAPE');
  return shape.reduce((product, size) => product * size, 1);
}

function describeStart(bytes: Uint8Array): string {
  if (latin1(bytes.subarray(0, 2)) === 'PK') return 'a zip signature (is it an .npz?)';
  return [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
