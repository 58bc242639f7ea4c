import { FLOATS, type FloatFormat, roundFloat, roundHalfEven } from '../../base/number-format.ts';
import type { Values } from '../values.ts';

/** Kind of the elements of a tensor, as the importers name it: fp32, int64, bool, ... */
export type ElementType = string;

/** Kinds by their number in ONNX (onnx.proto, TensorProto.DataType): those that arithmetic may give. */
const BY_NUMBER: ReadonlyMap<number, ElementType> = new Map([
  [1, 'fp32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'fp16'],
  [11, 'fp64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bf16'],
  [21, 'uint4'],
  [22, 'int4'],
  [25, 'uint2'],
  [26, 'int2'],
]);

/** Numbers of the kinds that Cast may make. */
export const KNOWN_TYPE_NUMBERS: readonly number[] = [...BY_NUMBER.keys()];

/** @throws RangeError where arithmetic in this kind is not executed (the small floats, strings, complex numbers) */
export function typeOfNumber(number: number): ElementType {
  const type = BY_NUMBER.get(number);
  if (type === undefined) throw new RangeError(`data type ${number} is not executed`);
  return type;
}

/** Smallest and largest number of an integer kind; undefined for the others. */
export function integerRange(type: ElementType): readonly [number, number] | undefined {
  const found = /^(u?)int(\d+)$/.exec(type);
  if (found === null) return undefined;
  const size = 2 ** Number(found[2]);
  return found[1] === 'u' ? [0, size - 1] : [-size / 2, size / 2 - 1];
}

/** An integer kind, or BOOL. */
export function isInteger(type: ElementType): boolean {
  return type === 'bool' || integerRange(type) !== undefined;
}

/** More elements than any tensor of a network that is simulated has; a shape may claim more than there is memory for. */
const LARGEST_TENSOR = 2 ** 26;

let largestTensor = LARGEST_TENSOR;

/** Tensors may take so many bytes (in fp64) each, where that is more than without a word of the user. For the whole process, as the memory that it is about. */
export function allowTensors(bytes: number): void {
  largestTensor = Math.max(LARGEST_TENSOR, Math.floor(bytes / Float64Array.BYTES_PER_ELEMENT));
}

/** @throws RangeError where a tensor is larger than any that is computed */
export function checkLength(elements: number): number {
  if (elements <= largestTensor) return elements;
  const wanted = elements * Float64Array.BYTES_PER_ELEMENT;
  throw new RangeError(
    `a tensor of ${elements} elements, at most ${largestTensor} are computed; a --memory-limit from ${Math.ceil(wanted / 1e6)} MB raises that`,
  );
}

/** Memory for `length` elements: fp32 where that holds every value of the kind, else fp64 (whole numbers up to 2^53 are exact). */
export function newValues(type: ElementType, length: number): Values {
  checkLength(length);
  return /^(fp64|u?int(32|64))$/.test(type) ? new Float64Array(length) : new Float32Array(length);
}

/** Whether results may be stored in this kind. */
export function isArithmetic(type: ElementType): boolean {
  return /^(fp(16|32|64)|bf16|bool|u?int\d+)$/.test(type);
}

/**
 * What becomes of a result that is stored as an element of this kind: floats are rounded to nearest, integers wrap around as in C.
 * @throws RangeError for the small floats (fp8, fp4): they are read and moved, but nothing is rounded to them
 */
export function roundingOf(type: ElementType): (value: number) => number {
  if (type === 'fp32') return Math.fround;
  if (type === 'bool') return (value) => (value === 0 ? 0 : 1);
  if (type === 'fp16' || type === 'bf16') return (value) => rounded(value, FLOATS[type]);
  if (type === 'fp64') return (value) => value;
  const range = integerRange(type);
  if (range === undefined) throw new RangeError(`arithmetic in ${type} is not executed`);
  return (value) => wrap(value, range);
}

/** To nearest, ties to even; 0 keeps its sign. */
export function roundEven(value: number): number {
  return value === 0 ? value : roundHalfEven(value);
}

/** Beyond the largest number lies infinity; what is too small becomes 0 of its sign. */
function rounded(value: number, format: FloatFormat): number {
  const nearest = roundFloat(value, format);
  if (Math.abs(nearest) > format.maxValue) return Math.sign(value) * Infinity;
  return nearest === 0 && value < 0 ? -0 : nearest;
}

function wrap(value: number, [least, most]: readonly [number, number]): number {
  const whole = Math.trunc(value);
  if (whole >= least && whole <= most) return whole;
  if (!Number.isFinite(whole)) return least;
  const size = most - least + 1;
  return ((((whole - least) % size) + size) % size) + least;
}
