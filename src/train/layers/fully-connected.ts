import { z } from '../../base/zod.ts';
import { count } from '../../config/yaml/numeric.ts';
import { kindOf, sizeOf } from './layer-kind.ts';

/** Outputs = weights x inputs + biases. */
export const fullyConnected = kindOf({
  schema: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .meta({ description: 'Name of the layer', examples: ['fc1'] }),
      outputs: count({ minimum: 1, maximum: 2 ** 20, example: 300, description: 'Outputs' }),
    })
    .meta({ description: 'A fully connected layer with biases' }),
  plan({ name, outputs: rows }, input) {
    const columns = sizeOf(input);
    return {
      input,
      output: [rows],
      weights: { name, kind: 'fullyConnected', rows, columns, shape: [rows, columns] },
      operator: (products) => ({
        forward({ samples, inputs, outputs, weights, biases }) {
          for (let sample = 0; sample < samples; sample++) outputs.set(biases, sample * rows);
          products.multiplyByTransposed(outputs, inputs, weights, samples, rows, columns, true);
        },
        backward({ samples, inputs, weights }, gradients) {
          products.multiply(gradients.weights, gradients.outputs, 1, rows, inputs, rows, columns, samples, false);
          gradients.biases.fill(0);
          for (let at = 0, sample = 0; sample < samples; sample++)
            for (let row = 0; row < rows; row++) gradients.biases[row] += gradients.outputs[at++];
          if (gradients.inputs !== null)
            products.multiply(gradients.inputs, gradients.outputs, rows, 1, weights, samples, columns, rows, false);
        },
      }),
      nodes: (value, output) => [
        ...(input.length === 1
          ? []
          : [
              {
                name: `${name}.flat`,
                operator: 'Flatten',
                inputs: [value],
                outputs: [`${name}.flat`],
                attributes: { axis: 1 },
                layers: [],
              },
            ]),
        {
          name,
          operator: 'Gemm',
          inputs: [input.length === 1 ? value : `${name}.flat`],
          outputs: [output],
          attributes: { transB: 1 },
          layers: [name],
        },
      ],
    };
  },
});
