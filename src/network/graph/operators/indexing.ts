import { newValues } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definitions, define } from './definition.ts';
import {
  around,
  axisOf,
  type Call,
  type Compute,
  first,
  listAt,
  numberOf,
  operand,
  picked,
  scalar,
  shapeText,
  sizeOf,
  strided,
  stridesOf,
  tensorOf,
  textOf,
} from './operator.ts';

const shapeOf: Compute = (call) => {
  const { shape } = first(call);
  const clamp = (axis: number): number => Math.min(Math.max(axis < 0 ? axis + shape.length : axis, 0), shape.length);
  const part = shape.slice(clamp(numberOf(call, 'start', 0)), clamp(numberOf(call, 'end', shape.length)));
  return [{ type: 'int64', shape: [part.length], values: Float64Array.from(part) }];
};

/** A negative index counts from the end. */
function place(index: number, size: number): number {
  const found = index < 0 ? index + size : index;
  if (found >= 0 && found < size) return found;
  throw new RangeError(`index ${index} of ${size}`);
}

const gather: Compute = (call) => {
  const { type, shape, values } = first(call);
  const indices = operand(call.inputs, 1);
  const axis = axisOf(numberOf(call, 'axis', 0), shape.length);
  const { before, behind } = around(shape, axis);
  const result = newValues(type, before * indices.values.length * behind);
  let at = 0;
  for (let block = 0; block < before; block++)
    for (const index of indices.values) {
      const from = (block * shape[axis] + place(index, shape[axis])) * behind;
      result.set(values.subarray(from, from + behind), at);
      at += behind;
    }
  return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)], values: result }];
};

/** Offset of an element of a shape in a tensor whose axis is replaced by an index. */
function alongAxis(indices: Tensor, target: readonly number[], axis: number): (index: number) => number {
  const [strides, origins] = [stridesOf(indices.shape), stridesOf(target)];
  return (index) =>
    strides.reduce((at, stride, one) => {
      const here =
        one === axis ? place(indices.values[index], target[axis]) : Math.floor(index / stride) % indices.shape[one];
      return at + origins[one] * here;
    }, 0);
}

const gatherElements: Compute = (call) => {
  const [x, indices] = [first(call), operand(call.inputs, 1)];
  return [picked(x, indices.shape, alongAxis(indices, x.shape, axisOf(numberOf(call, 'axis', 0), x.shape.length)))];
};

/** How an update joins what is there. */
const REDUCTIONS: Readonly<Record<string, (old: number, update: number) => number>> = {
  none: (_, update) => update,
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  max: Math.max,
  min: Math.min,
};

function scatter(call: Call, count: number, target: (index: number) => number): Tensor {
  const [x, updates] = [first(call), operand(call.inputs, 2).values];
  const joined = REDUCTIONS[textOf(call, 'reduction', 'none')];
  const values = Float64Array.from(x.values);
  for (let index = 0; index < count; index++) values[target(index)] = joined(values[target(index)], updates[index]);
  return tensorOf(x.type, x.shape, (index) => values[index]);
}

const scatterElements: Compute = (call) => {
  const [x, indices] = [first(call), operand(call.inputs, 1)];
  const target = alongAxis(indices, x.shape, axisOf(numberOf(call, 'axis', 0), x.shape.length));
  return [scatter(call, indices.values.length, target)];
};

/** New tokens written into a cache of fixed size, of each input of the batch from its own place on; circular: what lies beyond the end begins again (ONNX 24). */
const tensorScatter: Compute = (call) => {
  const [cache, added] = [first(call), operand(call.inputs, 1)];
  const axis = axisOf(numberOf(call, 'axis', -2), cache.shape.length);
  const [length, count] = [cache.shape[axis], added.shape[axis]];
  const isCircular = textOf(call, 'mode', 'linear') === 'circular';
  const { behind } = around(cache.shape, axis);
  const perInput = sizeOf(added.shape.slice(1));
  const values = cache.values.slice();
  for (const [index, value] of added.values.entries()) {
    const from = call.inputs[2]?.values[Math.floor(index / perInput)] ?? 0;
    const [row, token] = [Math.floor(index / (count * behind)), Math.floor(index / behind) % count];
    const at = isCircular ? (from + token) % length : from + token;
    if (!(at >= 0 && at < length)) throw new RangeError(`token ${at} of a cache of ${length}`);
    values[(row * length + at) * behind + (index % behind)] = value;
  }
  return [{ ...cache, values }];
};

/** Offset of the slice that each index tuple names, behind `batch` axes that both share, and the length of such a slice. */
function tuples(x: Tensor, indices: Tensor, batch: number): { starts: number[]; length: number } {
  const depth = indices.shape.at(-1) ?? 0;
  const strides = stridesOf(x.shape);
  const count = depth === 0 ? 0 : indices.values.length / depth;
  const perBatch = count / sizeOf(indices.shape.slice(0, batch));
  const inBatch = sizeOf(x.shape.slice(batch));
  const starts = Array.from({ length: count }, (_, tuple) => {
    let at = Math.floor(tuple / perBatch) * inBatch;
    for (let axis = 0; axis < depth; axis++)
      at += strides[batch + axis] * place(indices.values[tuple * depth + axis], x.shape[batch + axis]);
    return at;
  });
  return { starts, length: sizeOf(x.shape.slice(batch + depth)) };
}

const gatherNd: Compute = (call) => {
  const [x, indices] = [first(call), operand(call.inputs, 1)];
  const batch = numberOf(call, 'batch_dims', 0);
  const { starts, length } = tuples(x, indices, batch);
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(batch + (indices.shape.at(-1) ?? 0))];
  return [picked(x, shape, (index) => starts[Math.floor(index / length)] + (index % length))];
};

const scatterNd: Compute = (call) => {
  const [x, indices] = [first(call), operand(call.inputs, 1)];
  const { starts, length } = tuples(x, indices, 0);
  return [scatter(call, starts.length * length, (index) => starts[Math.floor(index / length)] + (index % length))];
};

const oneHot: Compute = (call) => {
  const [indices, depth, choice] = [0, 1, 2].map((at) => operand(call.inputs, at));
  const size = Math.trunc(depth.values[0]);
  const axis = axisOf(numberOf(call, 'axis', -1), indices.shape.length + 1);
  const shape = indices.shape.toSpliced(axis, 0, size);
  const { behind } = around(shape, axis);
  return [
    tensorOf(choice.type, shape, (index) => {
      const item = Math.floor(index / (behind * size)) * behind + (index % behind);
      const wanted = Math.trunc(indices.values[item]);
      const hot = (wanted < 0 ? wanted + size : wanted) === Math.floor(index / behind) % size;
      return choice.values[hot ? 1 : 0];
    }),
  ];
};

const range: Compute = (call) => {
  const [start, limit, delta] = [0, 1, 2].map((at) => operand(call.inputs, at).values[0]);
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  return [tensorOf(first(call).type, [count], (index) => start + index * delta)];
};

const nonZero: Compute = (call) => {
  const { shape, values } = first(call);
  const found: number[] = [];
  values.forEach((value, index) => {
    if (value !== 0) found.push(index);
  });
  const strides = stridesOf(shape);
  const places = strides.flatMap((stride, axis) => found.map((index) => Math.floor(index / stride) % shape[axis]));
  return [{ type: 'int64', shape: [shape.length, found.length], values: Float64Array.from(places) }];
};

/** Pads are before and behind each axis; negative ones cut. */
const pad: Compute = (call) => {
  const x = first(call);
  const given = listAt(call, 1, 'pads') ?? [];
  const axes = call.inputs[3] === undefined ? x.shape.map((_, axis) => axis) : [...call.inputs[3].values];
  if (given.length !== 2 * axes.length) throw new RangeError(`pads ${shapeText(given)} for ${axes.length} axes`);
  const [before, behind] = [x.shape.map(() => 0), x.shape.map(() => 0)];
  axes.forEach((one, at) => {
    const axis = axisOf(one, x.shape.length);
    [before[axis], behind[axis]] = [given[at], given[at + axes.length]];
  });
  const mode = textOf(call, 'mode', 'constant');
  const fill = call.inputs[2]?.values[0] ?? numberOf(call, 'value', 0);
  const shape = x.shape.map((size, axis) => size + before[axis] + behind[axis]);
  const [strides, steps] = [stridesOf(shape), stridesOf(x.shape)];
  return [
    tensorOf(x.type, shape, (index) => {
      let from = 0;
      for (let axis = 0; axis < shape.length; axis++) {
        const here = sourceIndex((Math.floor(index / strides[axis]) % shape[axis]) - before[axis], x.shape[axis], mode);
        if (here < 0) return fill;
        from += here * steps[axis];
      }
      return x.values[from];
    }),
  ];
};

/** Where a padded place takes its value from; -1 where it is the fill value. */
function sourceIndex(at: number, size: number, mode: string): number {
  if (at >= 0 && at < size) return at;
  if (mode === 'edge') return at < 0 ? 0 : size - 1;
  if (mode === 'wrap') return ((at % size) + size) % size;
  if (mode !== 'reflect') return -1;
  const period = 2 * (size - 1);
  const inPeriod = period === 0 ? 0 : ((at % period) + period) % period;
  return inPeriod < size ? inPeriod : period - inPeriod;
}

/** Each batch item reversed up to its length. */
const reverseSequence: Compute = (call) => {
  const [x, lengths] = [first(call), operand(call.inputs, 1).values];
  const [time, batch] = [numberOf(call, 'time_axis', 0), numberOf(call, 'batch_axis', 1)];
  const strides = stridesOf(x.shape);
  return [
    picked(x, x.shape, (index) => {
      const at = Math.floor(index / strides[time]) % x.shape[time];
      const length = lengths[Math.floor(index / strides[batch]) % x.shape[batch]];
      return at < length ? index + (length - 1 - 2 * at) * strides[time] : index;
    }),
  ];
};

const eyeLike: Compute = (call) => {
  const { shape, type } = first(call);
  const k = numberOf(call, 'k', 0);
  return [tensorOf(type, shape, (index) => ((index % shape[1]) - Math.floor(index / shape[1]) === k ? 1 : 0))];
};

const compress: Compute = (call) => {
  const [x, condition] = [first(call), operand(call.inputs, 1)];
  const chosen = [...condition.values.keys()].filter((index) => condition.values[index] !== 0);
  const axis = call.attributes.axis === undefined ? undefined : axisOf(numberOf(call, 'axis', 0), x.shape.length);
  const flat = axis === undefined ? { ...x, shape: [x.values.length] } : x;
  const indices = { type: 'int64', shape: [chosen.length], values: Float64Array.from(chosen) };
  return gather({ ...call, inputs: [flat, indices], attributes: { axis: axis ?? 0 } });
};

const SCATTER = ['none', 'add', 'mul', 'max', 'min'];

/** Operators on shapes, and operators that take elements by their index. */
export const INDEXING: Definitions = {
  Shape: define('data', shapeOf, { attributes: { start: 'number', end: 'number' } }),
  Size: define('data', (call) => [scalar('int64', first(call).values.length)]),
  /** Its fill value is a tensor attribute, which the importer makes an input. */
  ConstantOfShape: define('input fill?', (call) => {
    const fill = call.inputs[1] ?? scalar('fp32', 0);
    const shape = [...first(call).values];
    return [
      strided(
        fill,
        shape,
        shape.map(() => 0),
      ),
    ];
  }),
  Gather: define('data indices', gather, { attributes: { axis: 'number' } }),
  GatherElements: define('data indices', gatherElements, { attributes: { axis: 'number' } }),
  GatherND: define('data indices', gatherNd, { attributes: { batch_dims: 'number' } }),
  ScatterElements: define('data indices updates', scatterElements, {
    attributes: { axis: 'number', reduction: SCATTER },
  }),
  Scatter: define('data indices updates', scatterElements, { attributes: { axis: 'number' } }),
  ScatterND: define('data indices updates', scatterNd, { attributes: { reduction: SCATTER } }),
  TensorScatter: define('past_cache update write_indices?', tensorScatter, {
    attributes: { axis: 'number', mode: ['linear', 'circular'] },
    opsets: [24, 28],
  }),
  OneHot: define('indices depth values', oneHot, { attributes: { axis: 'number' } }),
  Range: define('start limit delta', range, { attributes: { stash_type: 'any' } }),
  NonZero: define('X', nonZero),
  Pad: [
    define('data', pad, {
      attributes: { mode: ['constant', 'reflect', 'edge'], pads: 'numbers', value: 'number' },
      opsets: [2, 10],
    }),
    define('data pads constant_value? axes?', pad, {
      attributes: { mode: ['constant', 'reflect', 'edge', 'wrap'] },
      opsets: [11, 28],
    }),
  ],
  ReverseSequence: define('input sequence_lens', reverseSequence, {
    attributes: { time_axis: [0, 1], batch_axis: [0, 1] },
  }),
  EyeLike: define('input', eyeLike, { attributes: { k: 'number' } }),
  Compress: define('input condition', compress, { attributes: { axis: 'number' } }),
};
