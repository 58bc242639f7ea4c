import type { Tensor } from '../graph.ts';
import { around, axisOf, type Call, first, listOf, numberOf, type Operator, operand } from './operator.ts';

/** Between integers and the numbers that they stand for (ONNX QuantizeLinear and its kin); integers are held as floats. */
export const QUANTIZATION: Readonly<Record<string, Operator>> = {
  QuantizeLinear(call) {
    const [least, most] = listOf(call, 'range') ?? [0, 255];
    return [byAxis(call, (value, scale, zero) => clip(roundEven(value / scale) + zero, least, most))];
  },
  DequantizeLinear: (call) => [byAxis(call, (value, scale, zero) => (value - zero) * scale)],
  DynamicQuantizeLinear(call) {
    const { shape, values } = first(call);
    let [smallest, largest] = [0, 0];
    for (const value of values) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    const scale = Math.fround((largest - smallest) / 255) || 1;
    const zero = clip(roundEven(-smallest / scale), 0, 255);
    const quantized = Float32Array.from(values, (value) => clip(roundEven(value / scale) + zero, 0, 255));
    const scalar = (value: number): Tensor => ({ shape: [], values: Float32Array.of(value) });
    return [{ shape, values: quantized }, scalar(scale), scalar(zero)];
  },
};

/** `compute` with the scale and zero point of each value: one for all, or one for each index of `axis`. */
function byAxis(call: Call, compute: (value: number, scale: number, zero: number) => number): Tensor {
  const { shape, values } = first(call);
  const scales = operand(call.inputs, 1).values;
  const zeros = call.inputs[2]?.values ?? Float32Array.of(0);
  const count = Math.max(scales.length, zeros.length);
  const axis = count === 1 ? 0 : axisOf(numberOf(call, 'axis', 1), shape.length);
  if (count > 1 && shape[axis] !== count)
    throw new RangeError(`${count} scales or zero points for axis ${axis} of shape [${shape.join(', ')}]`);
  const behind = count === 1 ? 1 : around(shape, axis).behind;
  const pick = (list: ArrayLike<number>, index: number): number =>
    list.length === 1 ? list[0] : list[Math.floor(index / behind) % count];
  const results = Float32Array.from(values, (value, index) => compute(value, pick(scales, index), pick(zeros, index)));
  return { shape, values: results };
}

/** To nearest, ties to even. */
function roundEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function clip(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
