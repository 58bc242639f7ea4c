import {
  type ElementType,
  integerRange,
  KNOWN_TYPE_NUMBERS,
  roundEven,
  roundingOf,
  typeOfNumber,
} from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definitions, define } from './definition.ts';
import {
  axisOf,
  type Call,
  type Compute,
  first,
  numberOf,
  operand,
  scalar,
  shapeText,
  sizeOf,
  tensorOf,
} from './operator.ts';

/** The scale and the zero point of each element: one for all, one for each index of `axis`, or one for each block along it; no zero points are zeros. */
function parametersOf(call: Call, x: Tensor): (index: number) => readonly [scale: number, zero: number] {
  const [scales, zeros] = [operand(call.inputs, 1), call.inputs[2]];
  const longer = zeros !== undefined && zeros.values.length > scales.values.length ? zeros : scales;
  const counts = [scales, ...(zeros === undefined ? [] : [zeros])].map(({ values }) => values.length);
  if (counts.some((count) => count !== 1 && count !== longer.values.length))
    throw new RangeError(`${counts[1]} zero points for ${counts[0]} scales`);
  const at = indexAlong(call, x, longer);
  const [perScale, perZero] = [scales.values.length > 1 ? 1 : 0, (zeros?.values.length ?? 0) > 1 ? 1 : 0];
  return (index) => {
    const place = at(index);
    return [scales.values[place * perScale], zeros === undefined ? 0 : zeros.values[place * perZero]];
  };
}

function indexAlong(call: Call, x: Tensor, list: Tensor): (index: number) => number {
  if (list.values.length === 1) return () => 0;
  const axis = axisOf(numberOf(call, 'axis', 1), x.shape.length);
  const block = numberOf(call, 'block_size', 0) || 1;
  const isBlocked = list.shape.length > 1;
  const count = Math.ceil(x.shape[axis] / block);
  const fits = isBlocked
    ? list.shape.length === x.shape.length &&
      list.shape.every((size, at) => size === (at === axis ? count : x.shape[at]))
    : block === 1 && list.values.length === x.shape[axis];
  if (!fits)
    throw new RangeError(
      `scales of shape ${shapeText(list.shape)} for axis ${axis} of shape ${shapeText(x.shape)} in blocks of ${block}`,
    );
  const behind = sizeOf(x.shape.slice(axis + 1));
  return (index) => {
    const at = Math.floor(index / behind) % x.shape[axis];
    if (!isBlocked) return at;
    const before = Math.floor(index / (behind * x.shape[axis]));
    return (before * count + Math.floor(at / block)) * behind + (index % behind);
  };
}

/** saturate(round(x / scale) + zero point); the quotient is rounded to the kind of the scale, as the standard computes it. */
const quantize: Compute = (call) => {
  const [x, scales] = [first(call), operand(call.inputs, 1)];
  const type = call.inputs[2]?.type ?? typeOfNumber(numberOf(call, 'output_dtype', 0) || 2);
  const range = integerRange(type);
  if (range === undefined) throw new RangeError(`quantization to ${type} is not executed`);
  // ONNX Runtime's pooling of integers rounds behind the zero point: a half then goes to the other side where that is odd.
  const addsFirst = numberOf(call, 'zeroFirst', 0) === 1;
  const [round, parameters] = [roundingOf(precisionOf(call, scales.type)), parametersOf(call, x)];
  return [
    tensorOf(type, x.shape, (index) => {
      const [scale, zero] = parameters(index);
      const quotient = round(x.values[index] / scale);
      return saturate(addsFirst ? roundEven(quotient + zero) : roundEven(quotient) + zero, range);
    }),
  ];
};

function precisionOf(call: Call, type: ElementType): ElementType {
  const given = numberOf(call, 'precision', 0);
  return given === 0 ? type : typeOfNumber(given);
}

/** (x - zero point) x scale. */
const dequantize: Compute = (call) => {
  const [x, scales] = [first(call), operand(call.inputs, 1)];
  const given = numberOf(call, 'output_dtype', 0);
  const parameters = parametersOf(call, x);
  return [
    tensorOf(given === 0 ? scales.type : typeOfNumber(given), x.shape, (index) => {
      const [scale, zero] = parameters(index);
      return (x.values[index] - zero) * scale;
    }),
  ];
};

/** To uint8, with the scale that makes the range of x and 0 fill it; every step in fp32. */
const quantizeDynamically: Compute = (call) => {
  const x = first(call);
  let [smallest, largest] = [0, 0];
  for (const value of x.values) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  const scale = Math.fround(Math.fround(largest - smallest) / 255) || 1;
  const zero = saturate(roundEven(Math.fround(-smallest / scale)), [0, 255]);
  return [
    tensorOf('uint8', x.shape, (index) => saturate(roundEven(Math.fround(x.values[index] / scale)) + zero, [0, 255])),
    scalar('fp32', scale),
    scalar('uint8', zero),
  ];
};

function saturate(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(Math.max(value, least), most);
}

const TYPES = [0, ...KNOWN_TYPE_NUMBERS];
const attributes = { axis: 'number', block_size: 'number', output_dtype: TYPES } as const;
const quantizeLinear = define('x y_scale y_zero_point?', quantize, {
  attributes: { ...attributes, precision: TYPES, saturate: 'any', zeroFirst: [0, 1] },
});
const dequantizeLinear = define('x x_scale x_zero_point?', dequantize, { attributes });

/** Code `index` of those that lie from byte `start` on, 2, 4 or 8 bits each, low bits first (ONNX Runtime). */
export function packedCode(bytes: ArrayLike<number>, start: number, index: number, bits: number): number {
  return (bytes[start + Math.floor((index * bits) / 8)] >> ((index * bits) % 8)) & (2 ** bits - 1);
}

/**
 * Rows of a table of codes, as numbers (ONNX Runtime; the table of an embedding): data [rows, columns], of bytes that hold several codes low bits first, or of one code each; scales
 * and zero points [rows, blocks], the latter packed as the codes are. Bytes without zero points have theirs in the middle.
 */
const gatherBlocks: Compute = (call) => {
  const [data, indices, scales] = [0, 1, 2].map((input) => operand(call.inputs, input));
  const zeros = call.inputs[3];
  const bits = numberOf(call, 'bits', 4);
  const isPacked = data.type === 'uint8';
  const codeAt = ({ values, shape }: Tensor, row: number, column: number): number => {
    const start = row * shape[1];
    return isPacked ? packedCode(values, start, column, bits) : values[start + column];
  };
  const block = numberOf(call, 'block_size', 128);
  const [rows, blocks] = scales.shape;
  const columns = isPacked ? (data.shape[1] * 8) / bits : data.shape[1];
  if (
    data.shape.length !== 2 ||
    scales.shape.length !== 2 ||
    rows !== data.shape[0] ||
    blocks !== Math.ceil(columns / block)
  )
    throw new RangeError(
      `scales of shape ${shapeText(scales.shape)} for codes of shape ${shapeText(data.shape)} in blocks of ${block}`,
    );
  const middle = isPacked ? 2 ** (bits - 1) : 0;
  return [
    tensorOf(scales.type, [...indices.shape, columns], (index) => {
      const given = indices.values[Math.floor(index / columns)];
      const [row, column] = [given < 0 ? given + rows : given, index % columns];
      if (!(row >= 0 && row < rows)) throw new RangeError(`index ${given} of ${rows} rows`);
      const at = Math.floor(column / block);
      const zero = zeros === undefined ? middle : codeAt(zeros, row, at);
      return (codeAt(data, row, column) - zero) * scales.values[row * blocks + at];
    }),
  ];
};

/** Between integers and the numbers that they stand for. */
export const QUANTIZATION: Definitions = {
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  DynamicQuantizeLinear: define('x', quantizeDynamically, { outputs: 'y y_scale y_zero_point' }),
  'com.microsoft:QuantizeLinear': quantizeLinear,
  'com.microsoft:DequantizeLinear': dequantizeLinear,
  'com.microsoft:GatherBlockQuantized': define('data indices scales zero_points?', gatherBlocks, {
    attributes: { bits: [2, 4, 8], block_size: 'number', gather_axis: [0], quantize_axis: [1, -1] },
    required: ['quantize_axis'],
  }),
};
