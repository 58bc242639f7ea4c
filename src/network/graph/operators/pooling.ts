import { checkLength, roundingOf } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definition, type Definitions, define } from './definition.ts';
import { type Call, type Compute, first, numberOf, sizeOf, tensorOf } from './operator.ts';
import { axisPlaces, spatialOutput, WINDOW_ATTRIBUTES, type Window, windowOf } from './window.ts';

/** Reduces the values of a window; `places` are their places in the plane, `covered` the places that it covers in the padded input. */
type Reduce = (values: readonly number[], places: readonly number[], covered: number) => number;

function pool(
  call: Call,
  reduce: Reduce,
  onWindow?: (at: number, channel: number, places: readonly number[], values: readonly number[]) => void,
): Tensor {
  const x = first(call);
  const window = windowOf(call, x.shape.slice(2));
  const channels = x.shape[0] * x.shape[1];
  const plane = sizeOf(window.input);
  const positions = sizeOf(window.output);
  const axes = [0, 1, 2].map((axis) => axisPlaces(window, axis));
  const results = new Float64Array(checkLength(channels * positions));
  for (let channel = 0; channel < channels; channel++)
    for (let position = 0; position < positions; position++) {
      const [values, places]: [number[], number[]] = [[], []];
      forEachPlace(window, axes, position, (place) => {
        values.push(x.values[channel * plane + place]);
        places.push(place);
      });
      const at = channel * positions + position;
      results[at] = reduce(values, places, coveredPlaces(window, position));
      onWindow?.(at, channel, places, values);
    }
  const shape = [x.shape[0], x.shape[1], ...spatialOutput(window, x.shape.length - 2)];
  return tensorOf(x.type, shape, (index) => results[index]);
}

/** The output place of a position along each axis. */
function indexOf({ output }: Window, position: number): [number, number, number] {
  const inPlane = position % (output[1] * output[2]);
  return [Math.floor(position / (output[1] * output[2])), Math.floor(inPlane / output[2]), inPlane % output[2]];
}

function forEachPlace(
  window: Window,
  axes: readonly Int32Array[],
  position: number,
  visit: (place: number) => void,
): void {
  const { kernel, input } = window;
  const [z, y, x] = indexOf(window, position);
  for (let i = 0; i < kernel[0]; i++) {
    const depth = axes[0][z * kernel[0] + i];
    if (depth < 0) continue;
    for (let j = 0; j < kernel[1]; j++) {
      const row = axes[1][y * kernel[1] + j];
      if (row < 0) continue;
      for (let k = 0; k < kernel[2]; k++) {
        const column = axes[2][x * kernel[2] + k];
        if (column >= 0) visit((depth * input[1] + row) * input[2] + column);
      }
    }
  }
}

/** Places of a window that lie in the input or its declared padding (a window of ceil_mode may reach beyond both). */
function coveredPlaces(window: Window, position: number): number {
  return indexOf(window, position).reduce((product, out, axis) => {
    const end = window.input[axis] + window.padBefore[axis] + window.padBehind[axis];
    let covered = 0;
    for (let k = 0; k < window.kernel[axis]; k++)
      if (out * window.stride[axis] + k * window.dilation[axis] < end) covered++;
    return product * covered;
  }, 1);
}

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);

/** The second output holds the place of each maximum in the whole tensor, row by row (storage_order 0) or column by column. */
const maxPool: Compute = (call) => {
  const { shape } = first(call);
  const plane = sizeOf(shape.slice(2));
  const columnMajor = numberOf(call, 'storage_order', 0) === 1;
  const places: number[] = [];
  const y = pool(call, largest, (at, channel, inPlane, values) => {
    const place = inPlane[values.indexOf(largest(values))] ?? 0;
    places[at] = channel * plane + (columnMajor ? turned(place, shape.slice(2)) : place);
  });
  return [y, { type: 'int64', shape: y.shape, values: Float64Array.from(places) }];
};

/** A row-major place of a plane as a column-major one. */
function turned(place: number, spatial: readonly number[]): number {
  let [rest, result] = [place, 0];
  for (let axis = spatial.length - 1; axis >= 0; axis--) {
    result += (rest % spatial[axis]) * sizeOf(spatial.slice(0, axis));
    rest = Math.floor(rest / spatial[axis]);
  }
  return result;
}

/** Summed in the kind of the elements, one after the other, as an average behind integers needs: half a step more or less shows there. */
const averagePool: Compute = (call) => {
  const countsPadding = numberOf(call, 'count_include_pad', 0) === 1;
  const round = roundingOf(first(call).type);
  return [
    pool(
      call,
      (values, _, covered) =>
        values.reduce((sum, value) => round(sum + value), 0) / (countsPadding ? covered : values.length),
    ),
  ];
};

const lpPool: Compute = (call) => {
  const p = numberOf(call, 'p', 2);
  return [pool(call, (values) => values.reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (1 / p))];
};

function overChannel(reduce: (channel: Float64Array, call: Call) => number): Definition {
  const compute: Compute = (call) => {
    const { type, shape, values } = first(call);
    const length = sizeOf(shape.slice(2));
    const result = [shape[0], shape[1], ...shape.slice(2).map(() => 1)];
    return [
      tensorOf(type, result, (channel) =>
        reduce(Float64Array.from(values.subarray(channel * length, (channel + 1) * length)), call),
      ),
    ];
  };
  return define('X', compute);
}

const sum = (channel: Float64Array): number => channel.reduce((total, value) => total + value, 0);

/** Pooling over windows, and over whole channels. */
export const POOLING: Definitions = {
  MaxPool: define('X', maxPool, {
    attributes: { ...WINDOW_ATTRIBUTES, ceil_mode: [0, 1], storage_order: [0, 1] },
    outputs: 'Y Indices',
  }),
  AveragePool: define('X', averagePool, {
    attributes: { ...WINDOW_ATTRIBUTES, ceil_mode: [0, 1], count_include_pad: [0, 1] },
  }),
  LpPool: define('X', lpPool, {
    attributes: { ...WINDOW_ATTRIBUTES, ceil_mode: [0, 1], p: 'number' },
    opsets: [2, 28],
  }),
  GlobalMaxPool: overChannel((channel) => channel.reduce((most, value) => Math.max(most, value), -Infinity)),
  GlobalAveragePool: overChannel((channel) => sum(channel) / channel.length),
  GlobalLpPool: {
    ...overChannel((channel, call) => {
      const p = numberOf(call, 'p', 2);
      return sum(channel.map((value) => Math.abs(value) ** p)) ** (1 / p);
    }),
    attributes: { p: 'number' },
    opsets: [2, 28],
  },
};
