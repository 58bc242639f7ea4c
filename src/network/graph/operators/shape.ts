import { around, axisOf, type Call, first, listOf, numberOf, type Operator, operand, sizeOf } from './operator.ts';

/** Operators that only rearrange elements. */
export const SHAPE: Readonly<Record<string, Operator>> = {
  Identity: (call) => [first(call)],
  Dropout: (call) => [first(call)],
  /** To an integer kind (ONNX data types 2 to 7, 12, 13) the fraction is cut. */
  Cast: (call) => {
    const { shape, values } = first(call);
    const to = numberOf(call, 'to', 1);
    const isInteger = (to >= 2 && to <= 7) || to === 12 || to === 13;
    return [isInteger ? { shape, values: Float64Array.from(values, Math.trunc) } : { shape, values }];
  },
  Flatten: (call) => {
    const { shape, values } = first(call);
    const axis = numberOf(call, 'axis', 1);
    const before = sizeOf(shape.slice(0, axis < 0 ? axis + shape.length : axis));
    return [{ shape: [before, values.length / before], values }];
  },
  Reshape: (call) => {
    const { shape, values } = first(call);
    const wanted = [...operand(call.inputs, 1).values].map((size, axis) => (size === 0 ? shape[axis] : size));
    const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
    const result = wanted.map((size) => (size === -1 ? values.length / known : size));
    if (sizeOf(result) !== values.length)
      throw new RangeError(`[${shape.join(', ')}] does not reshape to [${wanted.join(', ')}]`);
    return [{ shape: result, values }];
  },
  Squeeze: (call) => {
    const { shape, values } = first(call);
    const axes = axesOf(call, shape.length);
    return [{ shape: shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))), values }];
  },
  Unsqueeze: (call) => {
    const { shape, values } = first(call);
    const given = call.inputs[1] === undefined ? (listOf(call, 'axes') ?? []) : [...call.inputs[1].values];
    const axes = given.map((axis) => axisOf(axis, shape.length + given.length)).toSorted((a, b) => a - b);
    const result = [...shape];
    for (const axis of axes) result.splice(axis, 0, 1);
    return [{ shape: result, values }];
  },
  Transpose: (call) => {
    const { shape, values } = first(call);
    const order = listOf(call, 'perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
    const steps = order.map((axis) => sizeOf(shape.slice(axis + 1)));
    const result = order.map((axis) => shape[axis]);
    return [{ shape: result, values: gather(values, result, steps, 0) }];
  },
  Concat: (call) => {
    const tensors = call.inputs.map((_, index) => operand(call.inputs, index));
    const axis = axisOf(numberOf(call, 'axis', 1), tensors[0].shape.length);
    const { before } = around(tensors[0].shape, axis);
    const shape = tensors[0].shape.map((size, at) =>
      at === axis ? tensors.reduce((total, one) => total + one.shape[axis], 0) : size,
    );
    const values = new Float32Array(sizeOf(shape));
    let at = 0;
    for (let block = 0; block < before; block++)
      for (const { values: part } of tensors) {
        const length = part.length / before;
        values.set(part.subarray(block * length, (block + 1) * length), at);
        at += length;
      }
    return [{ shape, values }];
  },
  Slice: (call) => {
    const { shape, values } = first(call);
    const list = (input: number, attribute: string): readonly number[] | undefined =>
      call.inputs[input] === undefined ? listOf(call, attribute) : [...call.inputs[input].values];
    const starts = list(1, 'starts') ?? [];
    const ends = list(2, 'ends') ?? [];
    const axes = list(3, 'axes') ?? starts.map((_, axis) => axis);
    const strides = list(4, 'steps') ?? starts.map(() => 1);
    const result = [...shape];
    const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
    let origin = 0;
    axes.forEach((given, at) => {
      const axis = axisOf(given, shape.length);
      const [stride, size] = [strides[at], shape[axis]];
      // Going back, a slice may end before the first element (-1) and begins at the last at most.
      const [least, most] = stride > 0 ? [0, size] : [-1, size - 1];
      const clamp = (index: number): number => Math.min(Math.max(index < 0 ? index + size : index, least), most);
      const [start, end] = [Math.max(0, clamp(starts[at])), clamp(ends[at])];
      result[axis] = Math.max(0, Math.ceil((end - start) / stride));
      origin += start * steps[axis];
      steps[axis] *= stride;
    });
    return [{ shape: result, values: gather(values, result, steps, origin) }];
  },
};

function axesOf(call: Call, dimensions: number): number[] | undefined {
  const axes = call.inputs[1] === undefined ? listOf(call, 'axes') : [...call.inputs[1].values];
  return axes?.map((axis) => axisOf(axis, dimensions));
}

/** Elements of a tensor along steps, in row-major order of `shape`. */
function gather(
  values: ArrayLike<number>,
  shape: readonly number[],
  steps: readonly number[],
  start: number,
): Float32Array {
  const result = new Float32Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let at = 0, origin = start; at < result.length; at++) {
    result[at] = values[origin];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      origin += steps[axis];
      if (++index[axis] < shape[axis]) break;
      origin -= steps[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return result;
}
