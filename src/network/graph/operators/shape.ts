import { permuteAxes } from '../../permute-axes.ts';
import { isInteger, KNOWN_TYPE_NUMBERS, typeOfNumber } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definition, type Definitions, define } from './definition.ts';
import {
  around,
  axisOf,
  broadcastShape,
  broadcastSteps,
  type Compute,
  first,
  listAt,
  listOf,
  numberOf,
  operand,
  picked,
  shapeText,
  sizeOf,
  strided,
  stridesOf,
  tensorOf,
  textOf,
} from './operator.ts';

/** To an integer kind the fraction is cut; to BOOL everything but 0 is 1. */
function cast(x: Tensor, type: string): Tensor {
  if (type === x.type) return x;
  const cut = isInteger(type) && type !== 'bool';
  return tensorOf(type, x.shape, (index) => (cut ? Math.trunc(x.values[index]) : x.values[index]));
}

/** Number of BFLOAT16. Before opset 19 the standard did not say how a number is rounded to it, and its own cases cut what others round. */
const BFLOAT16 = 16;

function castTo(to: readonly number[], opsets: Definition['opsets']): Definition {
  return define('input', (call) => [cast(first(call), typeOfNumber(numberOf(call, 'to', 1)))], {
    attributes: { ...CASTS, to },
    opsets,
  });
}

function castLike(roundsToBf16: boolean): Compute {
  return (call) => {
    const [x, { type }] = [first(call), operand(call.inputs, 1)];
    if (type === 'bf16' && x.type !== 'bf16' && !roundsToBf16)
      throw new RangeError('to bf16 is not executed below opset 19');
    return [cast(x, type)];
  };
}

const CASTS = { saturate: 'any', round_mode: 'any' } as const;

const reshaped = ({ type, values }: Tensor, shape: readonly number[]): Tensor => ({ type, values, shape });

/** 0 keeps a size (unless allowzero), -1 takes what is left. */
const reshape: Compute = (call) => {
  const x = first(call);
  const given = listAt(call, 1, 'shape') ?? [];
  const keepsZero = numberOf(call, 'allowzero', 0) === 1;
  const wanted = given.map((size, axis) => (size === 0 && !keepsZero ? (x.shape[axis] ?? 0) : size));
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const shape = wanted.map((size) => (size === -1 ? x.values.length / known : size));
  if (sizeOf(shape) !== x.values.length || !shape.every((size) => Number.isInteger(size) && size >= 0))
    throw new RangeError(`${shapeText(x.shape)} does not reshape to ${shapeText(given)}`);
  return [reshaped(x, shape)];
};

const flatten: Compute = (call) => {
  const x = first(call);
  const axis = numberOf(call, 'axis', 1);
  const before = sizeOf(x.shape.slice(0, axis < 0 ? axis + x.shape.length : axis));
  return [reshaped(x, [before, x.values.length === 0 ? sizeOf(x.shape.slice(axis)) : x.values.length / before])];
};

const squeeze: Compute = (call) => {
  const x = first(call);
  const axes = listAt(call, 1, 'axes')?.map((axis) => axisOf(axis, x.shape.length));
  const wide = axes?.find((axis) => x.shape[axis] !== 1);
  if (wide !== undefined) throw new RangeError(`axis ${wide} of shape ${shapeText(x.shape)} is not 1`);
  return [
    reshaped(
      x,
      x.shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))),
    ),
  ];
};

const unsqueeze: Compute = (call) => {
  const x = first(call);
  const given = listAt(call, 1, 'axes') ?? [];
  const axes = given.map((axis) => axisOf(axis, x.shape.length + given.length)).toSorted((a, b) => a - b);
  const shape = [...x.shape];
  for (const axis of axes) shape.splice(axis, 0, 1);
  return [reshaped(x, shape)];
};

/** Axes in another order: axis k of the result is axis order[k] of x. */
export function transposed(x: Tensor, order: readonly number[]): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  if (order.length !== axes.length || !axes.every((axis) => order.includes(axis)))
    throw new RangeError(`perm ${shapeText(order)} of ${axes.length} axes`);
  return { ...x, shape: order.map((axis) => x.shape[axis]), values: permuteAxes(x.values, x.shape, order) };
}

const concat: Compute = (call) => {
  const tensors = call.inputs.map((_, index) => operand(call.inputs, index));
  const [head] = tensors;
  const axis = axisOf(numberOf(call, 'axis', 1), head.shape.length);
  const other = tensors.find(
    ({ shape }) =>
      shape.length !== head.shape.length || shape.some((size, at) => at !== axis && size !== head.shape[at]),
  );
  if (other !== undefined)
    throw new RangeError(`shapes ${shapeText(head.shape)} and ${shapeText(other.shape)} do not fit`);
  const { before } = around(head.shape, axis);
  const shape = head.shape.with(
    axis,
    tensors.reduce((total, one) => total + one.shape[axis], 0),
  );
  const result = strided(
    head,
    shape,
    shape.map(() => 0),
  );
  let at = 0;
  for (let block = 0; block < before; block++)
    for (const { values: part } of tensors) {
      const length = part.length / before;
      result.values.set(part.subarray(block * length, (block + 1) * length), at);
      at += length;
    }
  return [result];
};

/** Parts along an axis: of the sizes given, else of equal size with a last one that may be smaller. */
const split: Compute = (call) => {
  const x = first(call);
  const axis = axisOf(numberOf(call, 'axis', 0), x.shape.length);
  const count = numberOf(call, 'num_outputs', call.outputCount);
  const each = Math.ceil(x.shape[axis] / count);
  const sizes =
    listAt(call, 1, 'split') ??
    Array.from({ length: count }, (_, part) => Math.max(0, Math.min(each, x.shape[axis] - part * each)));
  if (sizes.reduce((total, size) => total + size, 0) !== x.shape[axis])
    throw new RangeError(`parts ${shapeText(sizes)} of axis ${axis} of shape ${shapeText(x.shape)}`);
  const strides = stridesOf(x.shape);
  let start = 0;
  return sizes.map((size) => {
    const part = strided(x, x.shape.with(axis, size), strides, start * strides[axis]);
    start += size;
    return part;
  });
};

const slice: Compute = (call) => {
  const x = first(call);
  const starts = listAt(call, 1, 'starts') ?? [];
  const ends = listAt(call, 2, 'ends') ?? [];
  const axes = listAt(call, 3, 'axes') ?? starts.map((_, axis) => axis);
  const strides = listAt(call, 4, 'steps') ?? starts.map(() => 1);
  const shape = [...x.shape];
  const steps = stridesOf(x.shape);
  let origin = 0;
  axes.forEach((given, at) => {
    const axis = axisOf(given, x.shape.length);
    const [stride, size] = [strides[at], x.shape[axis]];
    // Going back, a slice may end before the first element (-1) and begins at the last at most.
    const [least, most] = stride > 0 ? [0, size] : [-1, size - 1];
    const clamp = (index: number): number => Math.min(Math.max(index < 0 ? index + size : index, least), most);
    const [start, end] = [Math.max(0, clamp(starts[at])), clamp(ends[at])];
    shape[axis] = Math.max(0, Math.ceil((end - start) / stride));
    origin += start * steps[axis];
    steps[axis] *= stride;
  });
  return [strided(x, shape, steps, origin)];
};

/** To the shape that both broadcast to. */
const expand: Compute = (call) => {
  const x = first(call);
  const shape = broadcastShape([x.shape, [...operand(call.inputs, 1).values]]);
  return [strided(x, shape, broadcastSteps(x.shape, shape))];
};

const tile: Compute = (call) => {
  const x = first(call);
  const repeats = [...operand(call.inputs, 1).values];
  if (repeats.length !== x.shape.length) throw new RangeError(`${repeats.length} repeats of ${x.shape.length} axes`);
  const shape = x.shape.map((size, axis) => size * repeats[axis]);
  const [strides, origins] = [stridesOf(shape), stridesOf(x.shape)];
  return [
    picked(x, shape, (index) =>
      strides.reduce(
        (at, stride, axis) => at + origins[axis] * ((Math.floor(index / stride) % shape[axis]) % x.shape[axis]),
        0,
      ),
    ),
  ];
};

/** Blocks of channels to blocks of the plane; DCR takes the block before the channel, CRD behind it. */
const depthToSpace: Compute = (call) => {
  const x = first(call);
  const [batch, channels, height, width] = x.shape;
  const block = numberOf(call, 'blocksize', 1);
  const depth = channels / block ** 2;
  const isCrd = textOf(call, 'mode', 'DCR') === 'CRD';
  const parts = reshaped(
    x,
    isCrd ? [batch, depth, block, block, height, width] : [batch, block, block, depth, height, width],
  );
  const turned = transposed(parts, isCrd ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]);
  return [reshaped(turned, [batch, depth, height * block, width * block])];
};

const spaceToDepth: Compute = (call) => {
  const x = first(call);
  const [batch, channels, height, width] = x.shape;
  const block = numberOf(call, 'blocksize', 1);
  const parts = reshaped(x, [batch, channels, height / block, block, width / block, block]);
  return [
    reshaped(transposed(parts, [0, 3, 5, 1, 2, 4]), [batch, channels * block ** 2, height / block, width / block]),
  ];
};

/** The mask says that every element is kept: this is no training. */
const dropout: Compute = (call) => {
  if ((call.inputs[2]?.values[0] ?? 0) !== 0) throw new RangeError('training_mode is not executed');
  const x = first(call);
  return [x, tensorOf('bool', x.shape, () => 1)];
};

const trilu: Compute = (call) => {
  const x = first(call);
  const [rows, columns] = x.shape.slice(-2);
  const k = call.inputs[1]?.values[0] ?? 0;
  const upper = numberOf(call, 'upper', 1) === 1;
  return [
    tensorOf(x.type, x.shape, (index) => {
      const [row, column] = [Math.floor(index / columns) % rows, index % columns];
      return (upper ? column - row >= k : column - row <= k) ? x.values[index] : 0;
    }),
  ];
};

const identity: Compute = (call) => [first(call)];

function axesDefinition(compute: Compute): readonly Definition[] {
  return [
    define('data', compute, { attributes: { axes: 'numbers' }, opsets: [1, 12] }),
    define('data axes?', compute, { opsets: [13, 28] }),
  ];
}

/** Operators that only rearrange elements, or change their kind. */
export const SHAPE: Definitions = {
  Identity: define('input', identity),
  Dropout: [
    // Below opset 7 it trains unless is_test says otherwise.
    define('data', dropout, { attributes: { ratio: 'any', is_test: [1] }, required: ['is_test'], opsets: [1, 6] }),
    define('data', dropout, { attributes: { ratio: 'any' }, opsets: [7, 11], outputs: 'output mask' }),
    define('data ratio? training_mode?', dropout, {
      attributes: { seed: 'any' },
      opsets: [12, 28],
      outputs: 'output mask',
    }),
  ],
  Cast: [
    castTo(
      KNOWN_TYPE_NUMBERS.filter((to) => to !== BFLOAT16),
      [6, 18],
    ),
    castTo(KNOWN_TYPE_NUMBERS, [19, 28]),
  ],
  CastLike: [
    define('input target', castLike(false), { attributes: CASTS, opsets: [15, 18] }),
    define('input target', castLike(true), { attributes: CASTS, opsets: [19, 28] }),
  ],
  Flatten: define('input', flatten, { attributes: { axis: 'number' } }),
  Reshape: [
    define('data', reshape, { attributes: { shape: 'numbers' }, opsets: [1, 4] }),
    define('data shape', reshape, { attributes: { allowzero: [0, 1] }, opsets: [5, 28] }),
  ],
  Squeeze: axesDefinition(squeeze),
  Unsqueeze: axesDefinition(unsqueeze),
  Transpose: define(
    'data',
    (call) => [
      transposed(
        first(call),
        listOf(call, 'perm') ??
          first(call)
            .shape.map((_, axis) => axis)
            .toReversed(),
      ),
    ],
    { attributes: { perm: 'numbers' } },
  ),
  Concat: define('inputs*', concat, { attributes: { axis: 'number' } }),
  Split: [
    define('input', split, { attributes: { axis: 'number', split: 'numbers' }, opsets: [2, 12], outputs: 'outputs*' }),
    define('input split?', split, {
      attributes: { axis: 'number', num_outputs: 'number' },
      opsets: [13, 28],
      outputs: 'outputs*',
    }),
  ],
  Slice: [
    define('data', slice, { attributes: { starts: 'numbers', ends: 'numbers', axes: 'numbers' }, opsets: [1, 9] }),
    define('data starts ends axes? steps?', slice, { opsets: [10, 28] }),
  ],
  Expand: define('input shape', expand),
  Tile: define('input repeats', tile, { opsets: [6, 28] }),
  DepthToSpace: define('input', depthToSpace, { attributes: { blocksize: 'number', mode: ['DCR', 'CRD'] } }),
  SpaceToDepth: define('input', spaceToDepth, { attributes: { blocksize: 'number', mode: ['DCR'] } }),
  Trilu: define('input k?', trilu, { attributes: { upper: [0, 1] } }),
};
