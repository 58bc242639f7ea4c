import type { Steps } from '../../../base/steps.ts';
import type { Tensor } from '../graph.ts';
import { type Call, first, listOf, numberOf, operand, type SteppedOperator, sizeOf } from './operator.ts';
import { spatialOutput, windowOf } from './window.ts';

/** Operators whose weights lie in the array: each is a series of matrix-vector products. */
export const WEIGHTED: Readonly<Record<string, SteppedOperator>> = {
  *Gemm(call) {
    return [yield* weightProduct(call, numberOf(call, 'transA', 0) === 1, numberOf(call, 'transB', 0) === 1)];
  },
  *MatMul(call) {
    return [call.layers.length === 0 ? plainProduct(call) : yield* weightProduct(call, false, false)];
  },
  *Conv(call) {
    return [yield* convolution(call)];
  },
};

/** A product with a constant matrix: on the right each row of the left operand is an input, on the left each column of the right one. */
function* weightProduct(call: Call, transA: boolean, transB: boolean): Steps<Tensor> {
  const [left, right] = call.inputs;
  if (left !== undefined) return yield* rowByRow(call, transA ? transposeLast(left) : left);
  if (right === undefined) throw new RangeError('no input');
  return transposeLast(yield* rowByRow(call, transB ? right : transposeLast(right)));
}

/** One product for each row of the input; all axes but the last are rows. */
function* rowByRow({ layers, multiply }: Call, { shape, values }: Tensor): Steps<Tensor> {
  if (shape.length === 0 || values.length === 0)
    throw new RangeError(`an input of shape [${shape.join(', ')}] has no rows`);
  const columns = shape[shape.length - 1];
  const results: Float32Array[] = [];
  for (let at = 0; at < values.length; at += columns) {
    results.push(multiply(layers[0], Float32Array.from(values.subarray(at, at + columns))));
    yield;
  }
  return { shape: [...shape.slice(0, -1), results[0].length], values: join(results) };
}

/**
 * One product for each output position and group: the input column of a position holds the channels of the group one after the other, each with the
 * kernel's places row by row (im2col); places in the padding are 0. Only one column exists at a time.
 */
function* convolution(call: Call): Steps<Tensor> {
  const { shape, values } = first(call);
  const kernel = listOf(call, 'kernel_shape');
  const window = windowOf(call, shape.slice(2), kernel);
  const [height, width] = window.input;
  const [outHeight, outWidth] = window.output;
  const groups = call.layers.length;
  const channels = shape[1] / groups;
  const [tall, wide] = window.kernel;
  const column = new Float32Array(channels * tall * wide);
  const positions = outHeight * outWidth;
  let result = new Float32Array(0);
  let rows = 0;
  for (let batch = 0; batch < shape[0]; batch++)
    for (let group = 0; group < groups; group++)
      for (let position = 0; position < positions; position++) {
        const top = Math.floor(position / outWidth) * window.stride[0] - window.padBefore[0];
        const left = (position % outWidth) * window.stride[1] - window.padBefore[1];
        let at = 0;
        for (let channel = 0; channel < channels; channel++) {
          const plane = ((batch * groups + group) * channels + channel) * height;
          for (let i = 0; i < tall; i++) {
            const y = top + i * window.dilation[0];
            for (let j = 0; j < wide; j++) {
              const x = left + j * window.dilation[1];
              column[at++] = y >= 0 && y < height && x >= 0 && x < width ? values[(plane + y) * width + x] : 0;
            }
          }
        }
        const outputs = call.multiply(call.layers[group], column);
        yield;
        if (rows === 0) {
          rows = outputs.length;
          result = new Float32Array(shape[0] * groups * rows * positions);
        }
        const start = (batch * groups + group) * rows * positions + position;
        for (let row = 0; row < rows; row++) result[start + row * positions] = outputs[row];
      }
  return { shape: [shape[0], groups * rows, ...spatialOutput(window, shape.length - 2)], values: result };
}

/** A product of two activations: no weights, so it does not run on the array. */
function plainProduct({ inputs }: Call): Tensor {
  const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
  const [rows, inner] = a.shape.slice(-2);
  const columns = b.shape[b.shape.length - 1];
  if (a.shape.length < 2 || b.shape.length < 2 || b.shape[b.shape.length - 2] !== inner)
    throw new RangeError(`shapes [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit`);
  const leading = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
  const blocks = sizeOf(leading);
  const [aBlocks, bBlocks] = [a.values.length / (rows * inner), b.values.length / (inner * columns)];
  const result = new Float32Array(blocks * rows * columns);
  for (let block = 0; block < blocks; block++) {
    const [from, other] = [(block % aBlocks) * rows * inner, (block % bBlocks) * inner * columns];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++)
          sum += a.values[from + row * inner + k] * b.values[other + k * columns + column];
        result[(block * rows + row) * columns + column] = sum;
      }
  }
  return { shape: [...leading, rows, columns], values: result };
}

function transposeLast({ shape, values }: Tensor): Tensor {
  const [rows, columns] = shape.slice(-2);
  const turned = Float32Array.from(values, (_, index) => values[(index % rows) * columns + Math.floor(index / rows)]);
  return { shape: [columns, rows], values: turned };
}

function join(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.length * parts[0].length);
  parts.forEach((part, index) => {
    joined.set(part, index * part.length);
  });
  return joined;
}
