import { z } from '../../base/zod.ts';
import { count } from '../../config/yaml/numeric.ts';
import { kindOf, sizeOf } from './layer-kind.ts';
import { gather, patchIndices, positionsOf, scatter } from './patches.ts';

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
        const indices = patchIndices(input, window);
        const patches = floats(samples * indices.length);
        const patchGradients = floats(indices.length);
        const patchesOf = (sample: number) => patches.subarray(sample * indices.length, (sample + 1) * indices.length);
        return {
          forward(values) {
            for (let sample = 0; sample < values.samples; sample++) {
              const outputs = values.outputs.subarray(sample * made, (sample + 1) * made);
              const own = patchesOf(sample);
              gather(own, values.inputs.subarray(sample * taken, (sample + 1) * taken), indices);
              for (let row = 0; row < rows; row++)
                outputs.fill(values.biases[row], row * positions, (row + 1) * positions);
              products.multiply(outputs, values.weights, columns, 1, own, rows, positions, columns, true);
            }
          },
          backward(values, gradients) {
            gradients.biases.fill(0);
            for (let sample = 0; sample < values.samples; sample++) {
              const slopes = gradients.outputs.subarray(sample * made, (sample + 1) * made);
              products.multiplyByTransposed(
                gradients.weights,
                slopes,
                patchesOf(sample),
                rows,
                columns,
                positions,
                sample > 0,
              );
              for (let at = 0, row = 0; row < rows; row++) {
                let sum = 0;
                for (let position = 0; position < positions; position++) sum += slopes[at++];
                gradients.biases[row] += sum;
              }
              if (gradients.inputs === null) continue;
              products.multiply(patchGradients, values.weights, 1, columns, slopes, columns, positions, rows, false);
              scatter(gradients.inputs.subarray(sample * taken, (sample + 1) * taken), patchGradients, indices);
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
