import { type Definition, type Definitions, define } from './definition.ts';
import {
  axisOf,
  type Compute,
  first,
  listAt,
  numberOf,
  operand,
  shapeText,
  sizeOf,
  stridesOf,
  tensorOf,
} from './operator.ts';

/** How a lane of elements becomes one number. */
type Reduce = (lane: Float64Array) => number;

const sum: Reduce = (lane) => lane.reduce((total, x) => total + x, 0);
const most: Reduce = (lane) => lane.reduce((a, b) => Math.max(a, b), -Infinity);
const least: Reduce = (lane) => lane.reduce((a, b) => Math.min(a, b), Infinity);
const logSumExp: Reduce = (lane) => {
  const top = most(lane);
  return Number.isFinite(top) ? top + Math.log(sum(lane.map((x) => Math.exp(x - top)))) : top;
};

/**
 * Axes are an attribute in older operator sets and an input in newer ones; no axes means all, unless noop_with_empty_axes says none. Whether the function of a
 * single element is then applied (ReduceL2 of -1) was changed between versions: honoured only where it makes no difference.
 */
function reduction(reduce: Reduce, mayReduceNothing = false): Definition {
  const compute: Compute = (call) => {
    const x = first(call);
    const given = listAt(call, 1, 'axes') ?? [];
    if (given.length === 0 && numberOf(call, 'noop_with_empty_axes', 0) === 1) return [x];
    const axes = (given.length === 0 ? x.shape.map((_, axis) => axis) : given).map((axis) =>
      axisOf(axis, x.shape.length),
    );
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const lane = new Float64Array(sizeOf(axes.map((axis) => x.shape[axis])));
    const inner = offsets(x.shape, axes);
    const outer = offsets(
      x.shape,
      x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis])),
    );
    const shape = numberOf(call, 'keepdims', 1) === 1 ? kept : kept.filter((_, axis) => !axes.includes(axis));
    return [
      tensorOf(x.type, shape, (index) => {
        for (let at = 0; at < lane.length; at++) lane[at] = x.values[outer[index] + inner[at]];
        const result = reduce(lane);
        // Of no element the largest is the least that the kind has.
        return x.type === 'bool' && result === -Infinity ? 0 : result;
      }),
    ];
  };
  const attributes = {
    axes: 'numbers',
    keepdims: [0, 1],
    noop_with_empty_axes: mayReduceNothing ? [0, 1] : [0],
  } as const;
  return define('data axes?', compute, { attributes });
}

/** Offsets of all elements along these axes, the others at 0, in row-major order. */
function offsets(shape: readonly number[], axes: readonly number[]): number[] {
  const strides = stridesOf(shape);
  let all = [0];
  for (const axis of axes.toSorted((a, b) => a - b))
    all = all.flatMap((start) => Array.from({ length: shape[axis] }, (_, index) => start + index * strides[axis]));
  return all;
}

/** Lanes of an axis: `visit` gets the offset of the first element of each lane and the step within it. */
export function eachLane(
  shape: readonly number[],
  axis: number,
  visit: (start: number, step: number, lane: number) => void,
): void {
  const step = sizeOf(shape.slice(axis + 1));
  const blocks = sizeOf(shape.slice(0, axis));
  for (let block = 0; block < blocks; block++)
    for (let offset = 0; offset < step; offset++)
      visit(block * step * shape[axis] + offset, step, block * step + offset);
}

/** Place of the largest (smallest) element of an axis; of equal ones the first, or the last where asked. */
function argument(isBetter: (a: number, b: number) => boolean): Definition {
  const compute: Compute = (call) => {
    const { shape, values } = first(call);
    const axis = axisOf(numberOf(call, 'axis', 0), shape.length);
    const last = numberOf(call, 'select_last_index', 0) === 1;
    const places = new Float64Array(sizeOf(shape) / shape[axis]);
    eachLane(shape, axis, (start, step, lane) => {
      let best = 0;
      for (let index = 1; index < shape[axis]; index++) {
        const [x, y] = [values[start + index * step], values[start + best * step]];
        if (isBetter(x, y) || (last && x === y)) best = index;
      }
      places[lane] = best;
    });
    const kept = shape.map((size, at) => (at === axis ? 1 : size));
    const result = numberOf(call, 'keepdims', 1) === 1 ? kept : kept.toSpliced(axis, 1);
    return [{ type: 'int64', shape: result, values: places }];
  };
  return define('data', compute, { attributes: { axis: 'number', keepdims: [0, 1], select_last_index: [0, 1] } });
}

/** The k largest (smallest) of an axis, best first, equal ones in their order. */
const topK: Compute = (call) => {
  const x = first(call);
  const axis = axisOf(numberOf(call, 'axis', -1), x.shape.length);
  const k = call.inputs[1]?.values[0] ?? numberOf(call, 'k', 1);
  if (!(k >= 0 && k <= x.shape[axis])) throw new RangeError(`${k} of axis ${axis} of shape ${shapeText(x.shape)}`);
  const sign = numberOf(call, 'largest', 1) === 1 ? -1 : 1;
  const shape = x.shape.with(axis, k);
  const [found, places] = [new Float64Array(sizeOf(shape)), new Float64Array(sizeOf(shape))];
  eachLane(x.shape, axis, (start, step) => {
    const value = (index: number): number => x.values[start + index * step];
    const order = Array.from({ length: x.shape[axis] }, (_, index) => index).toSorted(
      (a, b) => sign * (value(a) - value(b)) || a - b,
    );
    const block = Math.floor(start / (step * x.shape[axis]));
    const to = block * step * k + (start % step);
    for (let at = 0; at < k; at++) {
      found[to + at * step] = value(order[at]);
      places[to + at * step] = order[at];
    }
  });
  return [tensorOf(x.type, shape, (index) => found[index]), { type: 'int64', shape, values: places }];
};

const cumulativeSum: Compute = (call) => {
  const x = first(call);
  const axis = axisOf(operand(call.inputs, 1).values[0], x.shape.length);
  const [exclusive, reverse] = [numberOf(call, 'exclusive', 0) === 1, numberOf(call, 'reverse', 0) === 1];
  const sums = new Float64Array(x.values.length);
  eachLane(x.shape, axis, (start, step) => {
    let total = 0;
    for (let count = 0; count < x.shape[axis]; count++) {
      const at = start + (reverse ? x.shape[axis] - 1 - count : count) * step;
      if (exclusive) sums[at] = total;
      total += x.values[at];
      if (!exclusive) sums[at] = total;
    }
  });
  return [tensorOf(x.type, x.shape, (index) => sums[index])];
};

/** One number for each lane, and searches along an axis. */
export const REDUCTION: Definitions = {
  ReduceSum: reduction(sum, true),
  ReduceMean: reduction((lane) => sum(lane) / lane.length, true),
  ReduceMax: reduction(most, true),
  ReduceMin: reduction(least, true),
  ReduceProd: reduction((lane) => lane.reduce((product, x) => product * x, 1), true),
  ReduceL1: reduction((lane) => sum(lane.map(Math.abs))),
  ReduceL2: reduction((lane) => Math.sqrt(sum(lane.map((x) => x * x)))),
  ReduceSumSquare: reduction((lane) => sum(lane.map((x) => x * x))),
  ReduceLogSum: reduction((lane) => Math.log(sum(lane))),
  ReduceLogSumExp: reduction(logSumExp),
  ArgMax: argument((a, b) => a > b),
  ArgMin: argument((a, b) => a < b),
  TopK: [
    define('X', topK, { outputs: 'Values Indices', attributes: { axis: 'number', k: 'number' }, opsets: [1, 9] }),
    define('X K', topK, {
      outputs: 'Values Indices',
      attributes: { axis: 'number', largest: [0, 1], sorted: 'any' },
      opsets: [10, 28],
    }),
  ],
  CumSum: define('x axis', cumulativeSum, { attributes: { exclusive: [0, 1], reverse: [0, 1] } }),
};
