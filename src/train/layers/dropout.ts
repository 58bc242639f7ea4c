import { randomStream } from '../../base/random.ts';
import { z } from '../../base/zod.ts';
import { fraction } from '../../config/yaml/numeric.ts';
import { kindOf, sizeOf } from './layer-kind.ts';

/** In training a share of the values becomes 0 and the others grow by as much, so that nothing has to be done outside of it. */
export const dropout = kindOf({
  schema: z
    .strictObject({
      rate: fraction({ maximum: 0.99, example: 0.5, description: 'Share of the values that are dropped in training' }),
    })
    .meta({ description: 'Drops values at random in training; retraining scales the rate to what pruning left' }),
  plan({ rate }, input) {
    const size = sizeOf(input);
    return {
      input,
      output: input,
      dropRate: rate,
      operator(_products, floats, samples) {
        const factors = floats(samples * size).fill(1);
        return {
          forward({ samples: count, inputs, outputs }, mode) {
            if (mode === undefined || mode.dropRate === 0) factors.fill(1);
            else draw(factors, count, size, mode.dropRate, mode.seedOf);
            for (let at = 0; at < count * size; at++) outputs[at] = inputs[at] * factors[at];
          },
          backward({ samples: count }, gradients) {
            const before = gradients.inputs;
            if (before === null) return;
            for (let at = 0; at < count * size; at++) before[at] = gradients.outputs[at] * factors[at];
          },
        };
      },
      nodes: () => [],
    };
  },
});

function draw(
  factors: Float32Array | Float64Array,
  samples: number,
  size: number,
  rate: number,
  seedOf: (sample: number) => number,
): void {
  const kept = 1 / (1 - rate);
  const limit = rate * 2 ** 32;
  for (let at = 0, sample = 0; sample < samples; sample++) {
    const next = randomStream(seedOf(sample));
    for (let k = 0; k < size; k++) factors[at++] = next() < limit ? 0 : kept;
  }
}
