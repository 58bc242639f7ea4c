/** A plain dense network in double precision, written apart from src: loops over the definition of each operation, no im2col, no sparsity. */

/** Numbers [channels][height][width]. */
export type Volume = number[][][];

/** Weights [outputs][inputs][height][width] and a bias for each output. */
export interface DenseConvolution {
  readonly weights: readonly Volume[];
  readonly bias: readonly number[];
  readonly stride: number;
  readonly pad: number;
}

/** Convolution by its definition. */
export function convolve(input: Volume, { weights, bias, stride, pad }: DenseConvolution): Volume {
  const kernel = weights[0][0].length;
  const size = (length: number): number => Math.floor((length + 2 * pad - kernel) / stride) + 1;
  const [height, width] = [size(input[0].length), size(input[0][0].length)];
  return weights.map((filter, output) =>
    table(height, width, (y, x) => {
      let sum = bias[output];
      for (const [channel, plane] of filter.entries())
        for (const [i, line] of plane.entries())
          for (const [j, weight] of line.entries())
            sum += weight * (input[channel][y * stride + i - pad]?.[x * stride + j - pad] ?? 0);
      return sum;
    }),
  );
}

export function relu(input: Volume): Volume {
  return input.map((plane) => plane.map((line) => line.map((x) => Math.max(0, x))));
}

/** Largest of 3 x 3 windows two apart; windows that hang over the edge count (Caffe). */
export function maxPool3(input: Volume): Volume {
  const size = (length: number): number => Math.ceil((length - 3) / 2) + 1;
  return input.map((plane) =>
    table(size(plane.length), size(plane[0].length), (y, x) => {
      let most = -Infinity;
      for (let i = 2 * y; i < 2 * y + 3; i++)
        for (let j = 2 * x; j < 2 * x + 3; j++) most = Math.max(most, plane[i]?.[j] ?? -Infinity);
      return most;
    }),
  );
}

export function means(input: Volume): number[] {
  return input.map((plane) => plane.flat().reduce((sum, x) => sum + x, 0) / plane.flat().length);
}

/** The 26 layers of SqueezeNet 1.0 (arXiv 1602.07360), by the names of its Caffe description. */
export function squeezeNet(
  image: Volume,
  convolution: (name: string, stride: number, pad: number) => DenseConvolution,
): number[] {
  const layer = (input: Volume, name: string, stride = 1, pad = 0): Volume =>
    relu(convolve(input, convolution(name, stride, pad)));
  const fire = (input: Volume, number: number): Volume => {
    const squeezed = layer(input, `fire${number}/conv1x1_1`);
    return [...layer(squeezed, `fire${number}/conv1x1_2`), ...layer(squeezed, `fire${number}/conv3x3_2`, 1, 1)];
  };
  let x = maxPool3(layer(image, 'conv1', 2));
  for (const number of [2, 3, 4]) x = fire(x, number);
  x = maxPool3(x);
  for (const number of [5, 6, 7, 8]) x = fire(x, number);
  x = maxPool3(x);
  return means(layer(fire(x, 9), 'conv_final', 1, 1));
}

function table(height: number, width: number, at: (y: number, x: number) => number): number[][] {
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_unused, x) => at(y, x)));
}
