import { latin1 } from '../../../base/files/bytes.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Values } from '../../imported-weights.ts';
import { permuteAxes } from '../../permute-axes.ts';
import {
  bytesNeeded,
  decodeElements,
  ELEMENT_KINDS,
  type ElementKind,
  losesIntegers,
} from '../elements/element-kinds.ts';
import { formatShape } from '../tensors/named-tensor.ts';
import { type PythonValue, parsePythonLiteral } from './python-literal.ts';

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
  // What numpy writes for ml_dtypes' float8_e5m2, and then refuses to read.
  f1: ELEMENT_KINDS.fp8e5m2,
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
  const fields = dictionary(text, (message) => fail(`byte ${textStart}: expected a Python dictionary, ${message}`));
  const [descr, order, shape] = ['descr', 'fortran_order', 'shape'].map((key) => fields.get(key));
  if (!(typeof descr === 'string' || Array.isArray(descr)) || typeof order !== 'boolean' || !Array.isArray(shape))
    return fail(
      `byte ${textStart}: expected a dictionary with descr, fortran_order and shape, found ${text.trim().slice(0, 80)}`,
    );
  const sizes = shape.map((size: PythonValue) => (typeof size === 'number' ? size : NaN));
  return { descr: typeof descr === 'string' ? descr : null, fortranOrder: order, shape: sizes, dataStart };
}

function dictionary(text: string, fail: (message: string) => never): ReadonlyMap<string, PythonValue> {
  try {
    // numpy fills the header with blanks up to a line end
    const read = parsePythonLiteral(text.replace(/\0+$/, ''));
    return read instanceof Map ? read : fail(`found ${text.trim().slice(0, 80)}`);
  } catch (error) {
    if (error instanceof SyntaxError) return fail(error.message);
    throw error;
  }
}

/**
 * One .npy array.
 * @param dtype how to read raw items of one or two bytes, as which numpy saves the types of ml_dtypes: `bf16`, `e4m3`, `int4`, ...
 * @throws UserError on a wrong header, a kind that holds no real numbers, and a size that the bytes do not have (before anything is allocated)
 */
export function readNpyArray(file: string, bytes: Uint8Array, dtype?: string): NpyArray {
  const header = readNpyHeader(file, bytes);
  const { kind, littleEndian, count, dataBytes, warnings } = npyLayout(file, header, bytes.length, dtype);
  const end = header.dataStart + dataBytes;
  const stored = decodeElements(bytes.subarray(header.dataStart, end), kind, count, littleEndian);
  if (losesIntegers(kind, stored)) warnings.push(`${kind.name} values beyond 2^53 are not exact`);
  // Fortran order (first index fastest) is row-major order of the axes turned round.
  const axes = header.shape.map((_, axis) => axis);
  const values = header.fortranOrder ? permuteAxes(stored, header.shape.toReversed(), axes.toReversed()) : stored;
  return { shape: header.shape, numberFormat: kind.name, values, warnings };
}

/** How the elements of an array lie behind its header. */
export interface NpyLayout {
  readonly kind: ElementKind;
  readonly littleEndian: boolean;
  readonly count: number;
  readonly dataBytes: number;
  readonly warnings: string[];
}

/** @throws UserError on a kind that holds no real numbers, and on a size that a file of so many bytes does not have */
export function npyLayout(file: string, header: NpyHeader, fileBytes: number, dtype?: string): NpyLayout {
  const { kind, littleEndian } = elementKind(file, header.descr, dtype);
  const count = elementCount(file, header.shape);
  const dataBytes = bytesNeeded(kind, count);
  const found = fileBytes - header.dataStart;
  if (found < dataBytes)
    throw UserError.at(
      { file },
      `shape ${formatShape(header.shape)} of ${header.descr}: expected ${dataBytes} data bytes behind byte ${header.dataStart}, found ${found}`,
      'NPY_SIZE',
    );
  const warnings = found > dataBytes ? [`${found - dataBytes} bytes behind the array are ignored`] : [];
  return { kind, littleEndian, count, dataBytes, warnings };
}

function elementKind(file: string, descr: string | null, dtype?: string): { kind: ElementKind; littleEndian: boolean } {
  const refuse = (what: string): never => {
    throw UserError.at({ file }, `expected an array of real numbers, found ${what}`, 'NPY_KIND');
  };
  if (descr === null) return refuse('a structured type (a list of fields)');
  const littleEndian = descr[0] !== '>';
  const code = descr.replace(/^[<>|=]/, '');
  if (Object.hasOwn(KINDS, code)) return { kind: KINDS[code], littleEndian };
  const raw = /^V([12])$/.exec(code);
  if (raw !== null) return { kind: rawKind(file, descr, Number(raw[1]), dtype), littleEndian };
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

/**
 * ml_dtypes' types, which numpy saves as raw bytes: each element in bytes of its own, that of fewer than 8 bits at the low end of one. By --dtype name; other
 * names of the same after the bar.
 */
const RAW_KINDS: Readonly<Record<string, { readonly bytes: 1 | 2; readonly kind: ElementKind }>> = {
  'bf16|bfloat16': { bytes: 2, kind: ELEMENT_KINDS.bf16 },
  'e4m3|fp8e4m3|float8_e4m3fn': { bytes: 1, kind: ELEMENT_KINDS.fp8e4m3 },
  'e5m2|fp8e5m2|float8_e5m2': { bytes: 1, kind: ELEMENT_KINDS.fp8e5m2 },
  'e4m3fnuz|fp8e4m3fnuz|float8_e4m3fnuz': { bytes: 1, kind: ELEMENT_KINDS.fp8e4m3fnuz },
  'e5m2fnuz|fp8e5m2fnuz|float8_e5m2fnuz': { bytes: 1, kind: ELEMENT_KINDS.fp8e5m2fnuz },
  'e8m0|fp8e8m0|float8_e8m0fnu': { bytes: 1, kind: ELEMENT_KINDS.fp8e8m0 },
  'e2m1|fp4|float4_e2m1fn': { bytes: 1, kind: ELEMENT_KINDS.fp4 },
  'e2m3|fp6e2m3|float6_e2m3fn': { bytes: 1, kind: ELEMENT_KINDS.fp6e2m3 },
  'e3m2|fp6e3m2|float6_e3m2fn': { bytes: 1, kind: ELEMENT_KINDS.fp6e3m2 },
  int4: { bytes: 1, kind: ELEMENT_KINDS.int4 },
  uint4: { bytes: 1, kind: ELEMENT_KINDS.uint4 },
  int2: { bytes: 1, kind: ELEMENT_KINDS.int2 },
  uint2: { bytes: 1, kind: ELEMENT_KINDS.uint2 },
};

/** The kind that --dtype gives raw items; each element as a field of its own bytes. */
function rawKind(file: string, descr: string, bytes: number, dtype: string | undefined): ElementKind {
  const fitting = Object.entries(RAW_KINDS).filter(([, kind]) => kind.bytes === bytes);
  const found = fitting.find(([names]) => dtype !== undefined && names.split('|').includes(dtype));
  if (found !== undefined) return inWholeBytes(found[1].kind);
  const choices = fitting.map(([names]) => names.split('|')[0]).join(', ');
  const size = bytes === 1 ? 'a raw byte an element' : 'two raw bytes an element';
  const given = dtype === undefined ? '' : `, --dtype says ${dtype}`;
  throw UserError.at(
    { file },
    `expected an array of real numbers, found ${descr}: ${size}${given} (numpy saves bfloat16 and the other types of ml_dtypes so; say which with --dtype ${choices})`,
    'NPY_KIND',
  );
}

/** An element of fewer than 8 bits that has a byte to itself: as the first of that byte. */
function inWholeBytes(kind: ElementKind): ElementKind {
  if (kind.bits >= 8) return kind;
  const perByte = (view: DataView, index: number, little: boolean): number =>
    kind.get(new DataView(view.buffer, view.byteOffset + index, 1), 0, little);
  return { ...kind, bits: 8, get: perByte };
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
