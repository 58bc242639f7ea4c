import type { Tensor } from '../graph.ts';
import { broadcast } from './arithmetic.ts';
import { type Definition, type Definitions, define } from './definition.ts';
import {
  around,
  axisOf,
  broadcastShape,
  broadcastSteps,
  type Call,
  type Compute,
  first,
  listOf,
  numberOf,
  operand,
  sizeOf,
  tensorOf,
} from './operator.ts';
import { eachLane } from './reduction.ts';

/** A function of a whole lane. */
type Lane = (lane: Float64Array) => Float64Array;

function softmax(lane: Float64Array): Float64Array {
  const most = lane.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = lane.map((x) => Math.exp(x - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function logSoftmax(lane: Float64Array): Float64Array {
  const most = lane.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = Math.log(lane.reduce((sum, x) => sum + Math.exp(x - most), 0));
  return lane.map((x) => x - most - total);
}

function hardmax(lane: Float64Array): Float64Array {
  const best = lane.indexOf(lane.reduce((a, b) => Math.max(a, b), -Infinity));
  return lane.map((_, index) => (index === best ? 1 : 0));
}

/** Along one axis from opset 13 on; before, all axes from `axis` on were one lane. */
function overLanes(compute: Lane): readonly Definition[] {
  const alongAxis: Compute = (call) => {
    const { shape } = first(call);
    return [overAxis(first(call), shape, axisOf(numberOf(call, 'axis', -1), shape.length), compute)];
  };
  const flattened: Compute = (call) => {
    const { shape } = first(call);
    const axis = numberOf(call, 'axis', 1);
    const from = axis === shape.length ? axis : axisOf(axis, shape.length);
    return [overAxis(first(call), [sizeOf(shape.slice(0, from)), sizeOf(shape.slice(from))], 1, compute)];
  };
  const attributes = { axis: 'number' } as const;
  return [
    define('input', flattened, { attributes, opsets: [1, 12] }),
    define('input', alongAxis, { attributes, opsets: [13, 28] }),
  ];
}

function overAxis(x: Tensor, shape: readonly number[], axis: number, compute: Lane): Tensor {
  const result = new Float64Array(x.values.length);
  const lane = new Float64Array(shape[axis]);
  eachLane(shape, axis, (start, step) => {
    for (let index = 0; index < lane.length; index++) lane[index] = x.values[start + index * step];
    compute(lane).forEach((value, index) => {
      result[start + index * step] = value;
    });
  });
  return tensorOf(x.type, x.shape, (index) => result[index]);
}

/** y = scale (x - mean) / sqrt(variance + epsilon) + bias, for each channel: an affine map, folded into two numbers. */
const batchNormalization: Compute = (call) => {
  const { type, shape, values } = first(call);
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((input) => operand(call.inputs, input).values);
  const epsilon = numberOf(call, 'epsilon', 1e-5);
  const { behind } = around(shape, 1);
  const channels = shape[1] ?? 1;
  const factor = Float64Array.from(
    { length: channels },
    (_, channel) => scale[channel] / Math.sqrt(variance[channel] + epsilon),
  );
  return [
    tensorOf(type, shape, (index) => {
      const channel = Math.floor(index / behind) % channels;
      return factor[channel] * (values[index] - mean[channel]) + bias[channel];
    }),
  ];
};

/** Mean and 1 / standard deviation of blocks of equal length, and what they make of each element. */
function normalizeBlocks(
  { type, shape, values }: Tensor,
  length: number,
  epsilon: number,
  affine: (normalized: number, index: number) => number,
  aroundMean = true,
): { y: Tensor; means: Float64Array; inverses: Float64Array } {
  const blocks = values.length / length;
  const [means, inverses] = [new Float64Array(blocks), new Float64Array(blocks)];
  for (let block = 0; block < blocks; block++) {
    const lane = values.subarray(block * length, (block + 1) * length);
    let sum = 0;
    for (let index = 0; index < length; index++) sum += lane[index];
    means[block] = aroundMean ? sum / length : 0;
    let squares = 0;
    for (let index = 0; index < length; index++) squares += (lane[index] - means[block]) ** 2;
    inverses[block] = 1 / Math.sqrt(squares / length + epsilon);
  }
  const y = tensorOf(type, shape, (index) => {
    const block = Math.floor(index / length);
    return affine((values[index] - means[block]) * inverses[block], index);
  });
  return { y, means, inverses };
}

/** Over all axes from `axis` on; scale and bias broadcast. Mean and inverse deviation are outputs of their own. */
const layerNormalization: Compute = (call) => {
  const x = first(call);
  const axis = axisOf(numberOf(call, 'axis', -1), x.shape.length);
  const { y, means, inverses } = normalizeBlocks(
    x,
    sizeOf(x.shape.slice(axis)),
    numberOf(call, 'epsilon', 1e-5),
    (normalized) => normalized,
  );
  const kept = x.shape.map((size, at) => (at < axis ? size : 1));
  return [
    affineOf(y, call, 1),
    tensorOf('fp32', kept, (index) => means[index]),
    tensorOf('fp32', kept, (index) => inverses[index]),
  ];
};

/** x scale + bias, where there is a bias. */
function affineOf(x: Tensor, call: Call, scaleInput: number): Tensor {
  const scaled = broadcast(x, operand(call.inputs, scaleInput), (a, b) => a * b);
  const bias = call.inputs[scaleInput + 1];
  return bias === undefined ? scaled : broadcast(scaled, bias, (a, b) => a + b);
}

/** x / sqrt(mean of squares + epsilon) x scale. */
const rmsNormalization: Compute = (call) => {
  const x = first(call);
  const axis = axisOf(numberOf(call, 'axis', -1), x.shape.length);
  const { y } = normalizeBlocks(
    x,
    sizeOf(x.shape.slice(axis)),
    numberOf(call, 'epsilon', 1e-5),
    (normalized) => normalized,
    false,
  );
  return [affineOf(y, call, 1)];
};

/** Each channel of each item by itself. */
const instanceNormalization: Compute = (call) => {
  const x = first(call);
  const [scale, bias] = [operand(call.inputs, 1).values, operand(call.inputs, 2).values];
  const length = sizeOf(x.shape.slice(2));
  return [
    normalizeBlocks(x, length, numberOf(call, 'epsilon', 1e-5), (normalized, index) => {
      const channel = Math.floor(index / length) % x.shape[1];
      return normalized * scale[channel] + bias[channel];
    }).y,
  ];
};

/** Groups of neighbouring channels; scale and bias for each group (opset 18) or for each channel (21). */
const groupNormalization =
  (perChannel: boolean): Compute =>
  (call) => {
    const x = first(call);
    const groups = numberOf(call, 'num_groups', 1);
    const [scale, bias] = [operand(call.inputs, 1).values, operand(call.inputs, 2).values];
    const plane = sizeOf(x.shape.slice(2));
    const length = (x.shape[1] / groups) * plane;
    return [
      normalizeBlocks(x, length, numberOf(call, 'epsilon', 1e-5), (normalized, index) => {
        const channel = Math.floor(index / (perChannel ? plane : length)) % scale.length;
        return normalized * scale[channel] + bias[channel];
      }).y,
    ];
  };

/** x / (bias + alpha / size x sum of squares over `size` neighbouring channels) ^ beta. */
const localResponse: Compute = (call) => {
  const { type, shape, values } = first(call);
  const size = numberOf(call, 'size', 5);
  const [alpha, beta, bias] = [numberOf(call, 'alpha', 1e-4), numberOf(call, 'beta', 0.75), numberOf(call, 'bias', 1)];
  const { behind } = around(shape, 1);
  const channels = shape[1];
  return [
    tensorOf(type, shape, (index) => {
      const channel = Math.floor(index / behind) % channels;
      let squares = 0;
      const low = Math.max(0, channel - Math.floor((size - 1) / 2));
      const high = Math.min(channels - 1, channel + Math.ceil((size - 1) / 2));
      for (let other = low; other <= high; other++) squares += values[index + (other - channel) * behind] ** 2;
      return values[index] / (bias + (alpha / size) * squares) ** beta;
    }),
  ];
};

/** (x - mean) / sqrt(variance + 1e-9) over the axes. */
const meanVariance: Compute = (call) => {
  const x = first(call);
  const axes = (listOf(call, 'axes') ?? [0, 2, 3]).map((axis) => axisOf(axis, x.shape.length));
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const count = sizeOf(axes.map((axis) => x.shape[axis]));
  const steps = broadcastSteps(kept, broadcastShape([kept, x.shape]));
  const strides = x.shape.map((_, axis) => sizeOf(x.shape.slice(axis + 1)));
  const place = (index: number): number =>
    steps.reduce((at, step, axis) => at + step * (Math.floor(index / strides[axis]) % x.shape[axis]), 0);
  const [sums, squares] = [new Float64Array(sizeOf(kept)), new Float64Array(sizeOf(kept))];
  x.values.forEach((value, index) => {
    sums[place(index)] += value / count;
  });
  x.values.forEach((value, index) => {
    squares[place(index)] += (value - sums[place(index)]) ** 2 / count;
  });
  return [
    tensorOf(
      x.type,
      x.shape,
      (index) => (x.values[index] - sums[place(index)]) / Math.sqrt(squares[place(index)] + 1e-9),
    ),
  ];
};

/** x / p-norm along an axis. */
const lpNormalization: Compute = (call) => {
  const x = first(call);
  const p = numberOf(call, 'p', 2);
  return [
    overAxis(x, x.shape, axisOf(numberOf(call, 'axis', -1), x.shape.length), (lane) => {
      const norm = p === 1 ? lane.reduce((sum, v) => sum + Math.abs(v), 0) : Math.hypot(...lane);
      return lane.map((value) => (norm === 0 ? 0 : value / norm));
    }),
  ];
};

/** input + skip (+ bias), of which an operator of ONNX Runtime makes its outputs and which is one itself. */
function skipped({ inputs }: Call, bias: number): Tensor {
  const [x, skip, added] = [operand(inputs, 0), operand(inputs, 1), inputs[bias]];
  const sum = broadcast(x, skip, (a, b) => a + b);
  return added === undefined ? sum : broadcast(sum, added, (a, b) => a + b);
}

const skipLayerNormalization: Compute = (call) => {
  const sum = skipped(call, 4);
  const attributes = { axis: -1, epsilon: numberOf(call, 'epsilon', 1e-12) };
  const [y, mean, inverse] = layerNormalization({ ...call, attributes, inputs: [sum, call.inputs[2], call.inputs[3]] });
  return [y, mean, inverse, sum];
};

/** Mean and deviation are not made: nothing but training asks for them. */
const skipRmsNormalization: Compute = (call) => {
  const sum = skipped(call, 3);
  const [y] = rmsNormalization({ ...call, inputs: [sum, call.inputs[2]] });
  return [y, undefined, undefined, sum];
};

const epsilon = { epsilon: 'number' } as const;
const stashed = { ...epsilon, axis: 'number', stash_type: 'any' } as const;

/** Operators that look at a whole axis or channel. */
export const NORMALIZATION: Definitions = {
  Softmax: overLanes(softmax),
  LogSoftmax: overLanes(logSoftmax),
  Hardmax: overLanes(hardmax),
  BatchNormalization: [
    // Below opset 7 it trains unless is_test says otherwise.
    define('X scale B mean var', batchNormalization, {
      attributes: { ...epsilon, momentum: 'any', spatial: [1], is_test: [1] },
      required: ['is_test'],
      opsets: [1, 6],
    }),
    define('X scale B mean var', batchNormalization, {
      attributes: { ...epsilon, momentum: 'any', spatial: [1], training_mode: [0] },
      opsets: [7, 28],
    }),
  ],
  LayerNormalization: define('X Scale B?', layerNormalization, { attributes: stashed, outputs: 'Y Mean InvStdDev' }),
  'com.microsoft:LayerNormalization': define('X Scale B?', layerNormalization, {
    attributes: stashed,
    outputs: 'Y Mean InvStdDev',
  }),
  RMSNormalization: define('X scale', rmsNormalization, { attributes: stashed }),
  SimplifiedLayerNormalization: define('X scale', rmsNormalization, { attributes: stashed }),
  'com.microsoft:SkipLayerNormalization': define('input skip gamma beta? bias?', skipLayerNormalization, {
    attributes: epsilon,
    outputs: 'output mean inv_std_var input_skip_bias_sum',
  }),
  'com.microsoft:SkipSimplifiedLayerNormalization': define('input skip gamma bias?', skipRmsNormalization, {
    attributes: epsilon,
    outputs: 'output mean inv_std_var input_skip_bias_sum',
  }),
  InstanceNormalization: define('input scale B', instanceNormalization, { attributes: epsilon }),
  GroupNormalization: [
    define('X scale bias', groupNormalization(false), {
      attributes: { ...epsilon, num_groups: 'number' },
      opsets: [18, 20],
    }),
    define('X scale bias', groupNormalization(true), {
      attributes: { ...epsilon, num_groups: 'number', stash_type: 'any' },
      opsets: [21, 28],
    }),
  ],
  LRN: define('X', localResponse, { attributes: { size: 'number', alpha: 'number', beta: 'number', bias: 'number' } }),
  MeanVarianceNormalization: define('X', meanVariance, { attributes: { axes: 'numbers' } }),
  LpNormalization: define('input', lpNormalization, { attributes: { axis: 'number', p: [1, 2] } }),
};
