import type { Steps } from '../../../base/steps.ts';
import { checkLength } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definitions, define } from './definition.ts';
import {
  type Call,
  first,
  listOf,
  numberOf,
  oneByOne,
  operand,
  shapeText,
  sizeOf,
  tensorOf,
  textOf,
} from './operator.ts';
import {
  axisPlaces,
  checkPositions,
  placement,
  spanOf,
  spatialAxes,
  spatialOutput,
  type Triple,
  triple,
  WINDOW_ATTRIBUTES,
  windowOf,
} from './window.ts';

/** Matrix-vector products of columns, in their order: by the node's layer, or by weights that are computed themselves. */
type Products = (columns: Iterable<Float32Array>) => Steps<Iterable<Float32Array>>;

/**
 * One product for each output position, for all groups at once: its input column holds the channels one after the other, each with the kernel's places row
 * by row (im2col); places in the padding are 0. Only one column exists at a time.
 */
function* convolution(call: Call): Steps<readonly Tensor[]> {
  const x = first(call);
  const window = windowOf(call, x.shape.slice(2), kernelOf(call));
  const [batch, channels] = x.shape;
  const product = productOf(call, channels);
  const places = [0, 1, 2].map((axis) => axisPlaces(window, axis));
  const [deep, tall, wide] = window.kernel;
  const [, height, width] = window.input;
  const plane = sizeOf(window.input);
  const [outDepth, outHeight, outWidth] = window.output;
  const positions = sizeOf(window.output);
  let result = new Float64Array(0);
  let rows = 0;
  let done = 0;
  for (const outputs of yield* product(columns())) {
    yield;
    if (rows === 0) {
      rows = outputs.length;
      result = new Float64Array(checkLength(batch * rows * positions));
    }
    const to = Math.floor(done / positions) * rows * positions + (done % positions);
    for (let row = 0; row < rows; row++) result[to + row * positions] = outputs[row];
    done++;
  }
  const shape = [batch, rows, ...spatialOutput(window, x.shape.length - 2)];
  return [tensorOf(x.type, shape, (index) => result[index])];

  function* columns(): Iterable<Float32Array> {
    const column = new Float32Array(channels * deep * tall * wide);
    for (let item = 0; item < batch; item++)
      for (let outZ = 0; outZ < outDepth; outZ++)
        for (let outY = 0; outY < outHeight; outY++)
          for (let outX = 0; outX < outWidth; outX++) {
            let at = 0;
            for (let channel = 0; channel < channels; channel++) {
              const start = (item * channels + channel) * plane;
              for (let i = 0; i < deep; i++) {
                const z = places[0][outZ * deep + i];
                for (let j = 0; j < tall; j++) {
                  const y = places[1][outY * tall + j];
                  const row = start + (z * height + y) * width;
                  for (let k = 0; k < wide; k++) {
                    const place = places[2][outX * wide + k];
                    column[at++] = z < 0 || y < 0 || place < 0 ? 0 : x.values[row + place];
                  }
                }
              }
            }
            yield column;
          }
  }
}

function kernelOf(call: Call): readonly number[] | undefined {
  return call.inputs[1]?.shape.slice(2) ?? listOf(call, 'kernel_shape');
}

/** Weights [outputs, channels / groups, kernel...]. */
function productOf(call: Call, channels: number): Products {
  if (call.layers.length > 0) return (columns) => call.multiply(call.layers[0], columns);
  const [w, bias] = [operand(call.inputs, 1), call.inputs[2]?.values];
  const groups = numberOf(call, 'group', 1);
  if (w.shape[1] * groups !== channels)
    throw new RangeError(`weights of shape ${shapeText(w.shape)} in ${groups} groups do not fit ${channels} channels`);
  const columns = sizeOf(w.shape.slice(1));
  const perGroup = w.shape[0] / groups;
  return plainly((column) =>
    Float32Array.from({ length: w.shape[0] }, (_, row) => {
      const start = Math.floor(row / perGroup) * columns;
      let sum = bias?.[row] ?? 0;
      for (let k = 0; k < columns; k++) sum += w.values[row * columns + k] * column[start + k];
      return sum;
    }),
  );
}

function plainly(product: (column: Float32Array) => Float32Array): Products {
  const multiply = oneByOne((_, column) => product(column));
  return (columns) => multiply('', columns);
}

/** Where a transposed convolution puts what it makes. */
interface Spread {
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  readonly padBefore: Triple;
  readonly output: Triple;
}

/** output = stride (input - 1) + output_padding + span - pads, unless output_shape or auto_pad says how much padding there is. */
function spreadOf(call: Call, spatial: readonly number[], kernelShape: readonly number[] | undefined): Spread {
  const axes = spatialAxes(spatial);
  const input = triple(spatial, 1);
  const { kernel, stride, dilation, padBefore, padBehind } = placement(call, axes, kernelShape);
  const extra = triple(listOf(call, 'output_padding') ?? [], 0);
  const full = spanOf(kernel, dilation).map((span, axis) => stride[axis] * (input[axis] - 1) + extra[axis] + span);
  const auto = textOf(call, 'auto_pad', 'NOTSET');
  const wanted = listOf(call, 'output_shape')?.slice(-axes);
  const size =
    wanted ??
    (auto.startsWith('SAME') ? input.slice(3 - axes).map((one, at) => one * stride[3 - axes + at]) : undefined);
  if (size === undefined) {
    const output = full.map((length, axis) => length - padBefore[axis] - padBehind[axis]) as unknown as Triple;
    checkPositions(output);
    return { kernel, stride, dilation, padBefore, output };
  }
  const output = triple(size, 1);
  checkPositions(output);
  const padding = full.map((length, axis) => {
    const total = Math.max(0, length - output[axis]);
    return auto === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
  });
  return { kernel, stride, dilation, padBefore: padding as unknown as Triple, output };
}

/**
 * One product for each input position: the channels there give, for each output channel, a whole kernel of sums, which are added where the kernel lies in
 * the output. Those additions and the bias run outside the array.
 */
function* transposedConvolution(call: Call): Steps<readonly Tensor[]> {
  const x = first(call);
  const spatial = x.shape.slice(2);
  const { kernel, stride, dilation, padBefore, output } = spreadOf(call, spatial, kernelOf(call));
  const [batch, channels] = x.shape;
  const [input, plane, positions, taps] = [triple(spatial, 1), sizeOf(spatial), sizeOf(output), sizeOf(kernel)];
  const product = transposedProductOf(call, channels, taps);
  const bias = call.inputs[2]?.values;
  let result = new Float64Array(0);
  let outputs = 0;
  let done = 0;
  for (const sums of yield* product(columns())) {
    yield;
    if (outputs === 0) {
      outputs = sums.length / taps;
      result = new Float64Array(checkLength(batch * outputs * positions));
    }
    const [item, targets] = [Math.floor(done / plane), targetsOf(done % plane)];
    for (let channel = 0; channel < outputs; channel++)
      for (let tap = 0; tap < taps; tap++)
        if (targets[tap] >= 0)
          result[(item * outputs + channel) * positions + targets[tap]] += sums[channel * taps + tap];
    done++;
  }
  const shape = [batch, outputs, ...spatialOutput({ output }, spatial.length)];
  return [tensorOf(x.type, shape, (index) => result[index] + (bias?.[Math.floor(index / positions) % outputs] ?? 0))];

  function* columns(): Iterable<Float32Array> {
    const column = new Float32Array(channels);
    for (let item = 0; item < batch; item++)
      for (let position = 0; position < plane; position++) {
        for (let channel = 0; channel < channels; channel++)
          column[channel] = x.values[(item * channels + channel) * plane + position];
        yield column;
      }
  }

  /** For each place of the kernel its place in the output plane, or -1 where it is cut off. */
  function targetsOf(position: number): Int32Array {
    const inPlane = position % (input[1] * input[2]);
    const at = [Math.floor(position / (input[1] * input[2])), Math.floor(inPlane / input[2]), inPlane % input[2]];
    const place = (axis: number, k: number): number => at[axis] * stride[axis] + k * dilation[axis] - padBefore[axis];
    const targets = new Int32Array(taps);
    let tap = 0;
    for (let i = 0; i < kernel[0]; i++)
      for (let j = 0; j < kernel[1]; j++)
        for (let k = 0; k < kernel[2]; k++) {
          const [z, y, w] = [place(0, i), place(1, j), place(2, k)];
          const inside = z >= 0 && z < output[0] && y >= 0 && y < output[1] && w >= 0 && w < output[2];
          targets[tap++] = inside ? (z * output[1] + y) * output[2] + w : -1;
        }
    return targets;
  }
}

/** Weights [channels, outputs / groups, kernel...]; the sums of an output channel lie together. */
function transposedProductOf(call: Call, channels: number, taps: number): Products {
  if (call.layers.length > 0) return (columns) => call.multiply(call.layers[0], columns);
  const w = operand(call.inputs, 1);
  const groups = numberOf(call, 'group', 1);
  if (w.shape[0] !== channels)
    throw new RangeError(`weights of shape ${shapeText(w.shape)} do not fit ${channels} channels`);
  const [perGroup, perOutput] = [channels / groups, w.shape[1] * taps];
  return plainly((column) => {
    const sums = new Float32Array(groups * perOutput);
    for (let channel = 0; channel < channels; channel++) {
      const to = Math.floor(channel / perGroup) * perOutput;
      for (let k = 0; k < perOutput; k++) sums[to + k] += w.values[channel * perOutput + k] * column[channel];
    }
    return sums;
  });
}

/** Convolutions: their weights lie in the array. */
export const CONVOLUTION: Definitions = {
  Conv: define('X W B?', convolution, { attributes: { ...WINDOW_ATTRIBUTES, group: 'number' } }),
  ConvTranspose: define('X W B?', transposedConvolution, {
    attributes: { ...WINDOW_ATTRIBUTES, group: 'number', output_padding: 'numbers', output_shape: 'numbers' },
  }),
};
