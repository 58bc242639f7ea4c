import { z } from '../../base/zod.ts';
import { count } from '../../config/yaml/numeric.ts';
import { positionsOf } from '../images/patches.ts';
import { kindOf, sizeOf } from './layer-kind.ts';

const side = { minimum: 1, maximum: 64, example: 2 } as const;

/** The largest value of each square of each channel; of equal ones the first. What does not fill a square at the edge is left out. */
export const maxPooling = kindOf({
  schema: z
    .strictObject({
      size: count({ ...side, description: 'Height and width of a square' }),
      stride: count({ ...side, description: 'Steps of the square, its size by default' }).optional(),
    })
    .meta({ description: 'The largest value of each square of each channel' }),
  plan({ size, stride = size }, input) {
    if (input.length !== 3)
      return `pooling takes images (channels, height, width), what comes before it gives ${sizeOf(input)} values`;
    const [channels, height, width] = input;
    const window = { size, stride, padding: 0 };
    const [down, across] = [positionsOf(height, window), positionsOf(width, window)];
    if (down < 1 || across < 1)
      return `pooling takes squares of ${size} x ${size}, what comes before it gives images of ${height} x ${width}`;
    const made = channels * down * across;
    return {
      input,
      output: [channels, down, across],
      operator(products, floats, samples) {
        const places = products.places(floats(samples * made));
        return {
          forward({ samples: images, inputs, outputs }) {
            products.pool(outputs, places, inputs, { planes: images * channels, height, width, window });
          },
          backward({ samples: images }, gradients) {
            const { inputs, outputs } = gradients;
            if (inputs === null) return;
            inputs.fill(0);
            for (let at = 0; at < images * made; at++) inputs[places[at]] += outputs[at];
          },
        };
      },
      nodes: (value, output) => [
        {
          name: output,
          operator: 'MaxPool',
          inputs: [value],
          outputs: [output],
          attributes: { kernel_shape: [size, size], strides: [stride, stride] },
          layers: [],
        },
      ],
    };
  },
});
