import type { Tensor } from '../graph.ts';
import { type Call, first, numberOf, type Operator, sizeOf } from './operator.ts';
import { spatialOutput, type Window, windowOf } from './window.ts';

/** Pooling over windows, and over whole channels. */
export const POOLING: Readonly<Record<string, Operator>> = {
  MaxPool: (call) => [pool(call, (values) => values.reduce((most, value) => Math.max(most, value), -Infinity))],
  AveragePool: (call) => {
    const countsPadding = numberOf(call, 'count_include_pad', 0) === 1;
    return [
      pool(
        call,
        (values, window) => values.reduce((sum, value) => sum + value, 0) / (countsPadding ? window : values.length),
      ),
    ];
  },
  GlobalMaxPool: (call) => [
    overChannel(first(call), (channel) => channel.reduce((most, value) => Math.max(most, value), -Infinity)),
  ],
  GlobalAveragePool: (call) => [
    overChannel(first(call), (channel) => channel.reduce((sum, value) => sum + value, 0) / channel.length),
  ],
};

/** `reduce` gets the values inside a window, and how many places the window has inside the padded input. */
function pool(call: Call, reduce: (values: number[], places: number) => number): Tensor {
  const { shape, values } = first(call);
  const window = windowOf(call, shape.slice(2));
  const channels = shape[0] * shape[1];
  const [height, width] = window.input;
  const [outHeight, outWidth] = window.output;
  const result = new Float32Array(channels * outHeight * outWidth);
  let at = 0;
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++) {
        const inside: number[] = [];
        forEachPlace(window, y, x, (row, column) => inside.push(values[(channel * height + row) * width + column]));
        result[at++] = reduce(inside, paddedPlaces(call, window, y, x));
      }
  return { shape: [shape[0], shape[1], ...spatialOutput(window, shape.length - 2)], values: result };
}

function forEachPlace(window: Window, y: number, x: number, visit: (row: number, column: number) => void): void {
  const { kernel, stride, dilation, padBefore, input } = window;
  for (let i = 0; i < kernel[0]; i++) {
    const row = y * stride[0] - padBefore[0] + i * dilation[0];
    if (row < 0 || row >= input[0]) continue;
    for (let j = 0; j < kernel[1]; j++) {
      const column = x * stride[1] - padBefore[1] + j * dilation[1];
      if (column >= 0 && column < input[1]) visit(row, column);
    }
  }
}

/** Places of a window that lie in the input or its declared padding (a window of ceil_mode may reach beyond both). */
function paddedPlaces(call: Call, window: Window, y: number, x: number): number {
  const pads = (call.attributes.pads as readonly number[] | undefined) ?? [0, 0, 0, 0];
  const behind = pads.length === 2 ? [0, pads[1]] : [pads[2], pads[3]];
  return ([0, 1] as const).reduce<number>((places, axis) => {
    const start = (axis === 0 ? y : x) * window.stride[axis];
    const end = Math.min(start + window.kernel[axis], window.input[axis] + window.padBefore[axis] + behind[axis]);
    return places * (end - start);
  }, 1);
}

function overChannel({ shape, values }: Tensor, reduce: (channel: Float64Array) => number): Tensor {
  const length = sizeOf(shape.slice(2));
  const channels = shape[0] * shape[1];
  const result = Float32Array.from({ length: channels }, (_, channel) =>
    reduce(Float64Array.from(values.subarray(channel * length, (channel + 1) * length))),
  );
  return { shape: [shape[0], shape[1], ...shape.slice(2).map(() => 1)], values: result };
}
