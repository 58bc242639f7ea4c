import { z } from '../../base/zod.ts';
import { count } from '../../config/yaml/numeric.ts';
import { patchesOf, positionsOf } from '../images/patches.ts';
import { kindOf, sizeOf } from './layer-kind.ts';

const side = { minimum: 1, maximum: 64, example: 5 } as const;

/** A convolution of [channels, height, width] with square kernels, as a product of its weights with the patches of each image (im2col). */
export const convolution = kindOf({
  schema: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .meta({ description: 'Name of the layer', examples: ['conv1'] }),
      outputs: count({ minimum: 1, maximum: 65536, example: 20, description: 'Output channels' }),
      size: count({ ...side, description: 'Height and width of a kernel' }),
      stride: count({ ...side, example: 1, description: 'Steps of the kernel' }).prefault(1),
      padding: count({ ...side, minimum: 0, example: 0, description: 'Zeros around the image' }).prefault(0),
    })
    .meta({ description: 'A convolution with square kernels and biases' }),
  plan({ name, outputs: rows, ...window }, input) {
    if (input.length !== 3)
      return `"${name}" takes images (channels, height, width), what comes before it gives ${sizeOf(input)} values`;
    const { size, stride, padding } = window;
    const [channels, height, width] = input;
    const [down, across] = [positionsOf(height, window), positionsOf(width, window)];
    if (down < 1 || across < 1)
      return `"${name}" has kernels of ${size} x ${size}, what comes before it gives images of ${height} x ${width}`;
    const positions = down * across;
    const columns = channels * size * size;
    const [taken, made] = [sizeOf(input), rows * positions];
    return {
      input,
      output: [rows, down, across],
      weights: { name, kind: 'convolution', rows, columns, shape: [rows, channels, size, size] },
      operator(products, floats, samples) {
        const plan = patchesOf(input, window);
        const { length } = plan;
        const patches = floats(samples * length);
        const patchGradients = floats(length);
        const ones = floats(positions);
        const ofSample = (sample: number) => patches.subarray(sample * length, (sample + 1) * length);
        return {
          forward(values) {
            for (let sample = 0; sample < values.samples; sample++) {
              const outputs = values.outputs.subarray(sample * made, (sample + 1) * made);
              const own = ofSample(sample);
              products.gather(own, values.inputs.subarray(sample * taken, (sample + 1) * taken), plan);
              for (let row = 0; row < rows; row++)
                outputs.fill(values.biases[row], row * positions, (row + 1) * positions);
              products.multiply(outputs, values.weights, columns, 1, own, rows, positions, columns, true);
            }
          },
          backward(values, gradients) {
            ones.fill(1);
            for (let sample = 0; sample < values.samples; sample++) {
              const slopes = gradients.outputs.subarray(sample * made, (sample + 1) * made);
              const own = ofSample(sample);
              const add = sample > 0;
              products.multiplyByTransposed(gradients.weights, slopes, own, rows, columns, positions, add);
              products.multiplyByTransposed(gradients.biases, slopes, ones, rows, 1, positions, add);
              if (gradients.inputs === null) continue;
              products.multiply(patchGradients, values.weights, 1, columns, slopes, columns, positions, rows, false);
              products.scatter(gradients.inputs.subarray(sample * taken, (sample + 1) * taken), patchGradients, plan);
            }
          },
        };
      },
      nodes: (value, output) => [
        {
          name,
          operator: 'Conv',
          inputs: [value],
          outputs: [output],
          attributes: {
            kernel_shape: [size, size],
            strides: [stride, stride],
            pads: [padding, padding, padding, padding],
          },
          layers: [name],
        },
      ],
    };
  },
});
