import { around, axisOf, type Call, first, listOf, numberOf, type Operator, operand } from './operator.ts';

/** Operators that look at a whole axis. */
export const NORMALIZATION: Readonly<Record<string, Operator>> = {
  Softmax: (call) => overAxis(call, softmax),
  LogSoftmax: (call) => overAxis(call, (lane) => softmax(lane).map(Math.log)),
  /** y = scale (x - mean) / sqrt(variance + epsilon) + bias, for each channel: an affine map, folded into two numbers. */
  BatchNormalization: (call) => {
    const { shape, values } = first(call);
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((input) => operand(call.inputs, input).values);
    const epsilon = numberOf(call, 'epsilon', 1e-5);
    const { behind } = around(shape, 1);
    const channels = shape[1];
    const factor = Float64Array.from(
      { length: channels },
      (_, channel) => scale[channel] / Math.sqrt(variance[channel] + epsilon),
    );
    const result = Float32Array.from(values, (x, index) => {
      const channel = Math.floor(index / behind) % channels;
      return factor[channel] * (x - mean[channel]) + bias[channel];
    });
    return [{ shape, values: result }];
  },
  LayerNormalization: (call) => {
    const { shape, values } = first(call);
    const axis = axisOf(numberOf(call, 'axis', -1), shape.length);
    const length = around(shape, axis).behind * shape[axis];
    const [scale, bias] = [operand(call.inputs, 1).values, call.inputs[2]?.values];
    const epsilon = numberOf(call, 'epsilon', 1e-5);
    const result = new Float32Array(values.length);
    for (let from = 0; from < values.length; from += length) {
      const lane = values.subarray(from, from + length);
      const mean = average(lane);
      const deviation = Math.sqrt(average(Float64Array.from(lane, (x) => (x - mean) ** 2)) + epsilon);
      for (let index = 0; index < length; index++)
        result[from + index] = ((lane[index] - mean) / deviation) * scale[index] + (bias?.[index] ?? 0);
    }
    return [{ shape, values: result }];
  },
  /** x / (bias + alpha / size x sum of squares over `size` neighbouring channels) ^ beta. */
  LRN: (call) => {
    const { shape, values } = first(call);
    const size = numberOf(call, 'size', 5);
    const [alpha, beta, bias] = [
      numberOf(call, 'alpha', 1e-4),
      numberOf(call, 'beta', 0.75),
      numberOf(call, 'bias', 1),
    ];
    const { behind } = around(shape, 1);
    const channels = shape[1];
    const result = Float32Array.from(values, (x, index) => {
      const channel = Math.floor(index / behind) % channels;
      let squares = 0;
      const low = Math.max(0, channel - Math.floor((size - 1) / 2));
      const high = Math.min(channels - 1, channel + Math.ceil((size - 1) / 2));
      for (let other = low; other <= high; other++) squares += values[index + (other - channel) * behind] ** 2;
      return x / (bias + (alpha / size) * squares) ** beta;
    });
    return [{ shape, values: result }];
  },
  ReduceMean: (call) => {
    const { shape, values } = first(call);
    const given = call.inputs[1] === undefined ? listOf(call, 'axes') : [...call.inputs[1].values];
    const axes = (given ?? shape.map((_, axis) => axis))
      .map((axis) => axisOf(axis, shape.length))
      .toSorted((a, b) => b - a);
    let current: { shape: number[]; values: Float64Array } = { shape: [...shape], values: Float64Array.from(values) };
    for (const axis of axes) current = meanAlong(current, axis);
    const result =
      numberOf(call, 'keepdims', 1) === 1 ? current.shape : current.shape.filter((_, axis) => !axes.includes(axis));
    return [{ shape: result, values: Float32Array.from(current.values) }];
  },
};

function overAxis(call: Call, compute: (lane: Float64Array) => Float64Array) {
  const { shape, values } = first(call);
  const axis = axisOf(numberOf(call, 'axis', -1), shape.length);
  const { before, behind } = around(shape, axis);
  const result = new Float32Array(values.length);
  for (let block = 0; block < before; block++)
    for (let offset = 0; offset < behind; offset++) {
      const start = block * shape[axis] * behind + offset;
      const lane = compute(Float64Array.from({ length: shape[axis] }, (_, index) => values[start + index * behind]));
      lane.forEach((value, index) => {
        result[start + index * behind] = value;
      });
    }
  return [{ shape, values: result }];
}

function softmax(lane: Float64Array): Float64Array {
  const most = lane.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = lane.map((x) => Math.exp(x - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function average(lane: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < lane.length; index++) sum += lane[index];
  return sum / lane.length;
}

function meanAlong(
  { shape, values }: { shape: number[]; values: Float64Array },
  axis: number,
): { shape: number[]; values: Float64Array } {
  const { before, behind } = around(shape, axis);
  const result = new Float64Array(before * behind);
  for (let block = 0; block < before; block++)
    for (let index = 0; index < shape[axis]; index++)
      for (let offset = 0; offset < behind; offset++)
        result[block * behind + offset] += values[(block * shape[axis] + index) * behind + offset] / shape[axis];
  return { shape: shape.map((size, at) => (at === axis ? 1 : size)), values: result };
}
