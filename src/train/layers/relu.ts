import { z } from '../../base/zod.ts';
import { kindOf, sizeOf } from './layer-kind.ts';

/** Negative values become 0. */
export const relu = kindOf({
  schema: z.strictObject({}).meta({ description: 'Negative values become 0' }),
  plan(_settings, input) {
    const size = sizeOf(input);
    return {
      input,
      output: input,
      rectifies: true,
      operator: () => ({
        forward({ samples, inputs, outputs }) {
          for (let at = 0; at < samples * size; at++) outputs[at] = Math.max(inputs[at], 0);
        },
        backward({ samples, inputs }, gradients) {
          const before = gradients.inputs;
          if (before === null) return;
          for (let at = 0; at < samples * size; at++) before[at] = inputs[at] > 0 ? gradients.outputs[at] : 0;
        },
      }),
      nodes: (value, output) => [
        { name: output, operator: 'Relu', inputs: [value], outputs: [output], attributes: {}, layers: [] },
      ],
    };
  },
});
