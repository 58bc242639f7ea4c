import type { Operator, TrainingMode } from '../layers/layer-kind.ts';
import { sizeOf } from '../layers/layer-kind.ts';
import type { Floats, NewFloats, Products } from '../products/products.ts';
import type { Chain } from './chain.ts';

/** What some samples cost: the sum of their losses, and how many are recognised. */
export interface Score {
  readonly loss: number;
  readonly hits: number;
}

/** A part of a batch with memory of its own. Its gradients are sums over its samples. */
export interface Part {
  readonly inputs: Floats;
  /** Right classes of the samples. */
  readonly labels: Int32Array;
  readonly gradients: Floats;
  /** Outputs of the last layer after `forward`. */
  readonly outputs: Floats;
  readonly forward: (samples: number, modeOf?: (layer: number) => TrainingMode) => Score;
  /** After `forward`: gradients of the loss divided by `batch`. */
  readonly backward: (samples: number, batch: number) => void;
}

/** @param parameters the vector of all parameters, which every part reads */
export function createPart(
  chain: Chain,
  products: Products,
  floats: NewFloats,
  parameters: Floats,
  most: number,
): Part {
  const { layers, slots, outputs: classes } = chain;
  const gradients = floats(chain.parameters);
  const sizes = [chain.input, ...layers.map(({ output }) => output)].map((shape) => most * sizeOf(shape));
  const values = sizes.map((size) => floats(size));
  const slopes = sizes.map((size) => floats(size));
  const operators = layers.map((layer): Operator => layer.operator(products, floats, most));
  const none = parameters.subarray(0, 0);
  const ofLayer = (vector: Floats) =>
    layers.map((_, index) => {
      const slot = slots.find(({ layer }) => layer === index);
      if (slot === undefined) return { weights: none, biases: none };
      const { weightsAt, biasesAt, rows, columns } = slot;
      return {
        weights: vector.subarray(weightsAt, weightsAt + rows * columns),
        biases: vector.subarray(biasesAt, biasesAt + rows),
      };
    });
  const [own, ownGradients] = [ofLayer(parameters), ofLayer(gradients)];
  const first = slots[0]?.layer ?? 0;
  const labels = new Int32Array(most);
  const probabilities = new Float64Array(most * classes);
  const last = values[layers.length];
  const layerValues = (layer: number, samples: number) => ({
    samples,
    inputs: values[layer].subarray(0, samples * sizeOf(layers[layer].input)),
    outputs: values[layer + 1].subarray(0, samples * sizeOf(layers[layer].output)),
    ...own[layer],
  });
  return {
    inputs: values[0],
    labels,
    gradients,
    outputs: last,
    forward(samples, modeOf) {
      for (let layer = 0; layer < layers.length; layer++)
        operators[layer].forward(layerValues(layer, samples), modeOf?.(layer));
      return softmaxScore(last, labels, probabilities, samples, classes);
    },
    backward(samples, batch) {
      const top = slopes[layers.length];
      for (let at = 0, sample = 0; sample < samples; sample++)
        for (let place = 0; place < classes; place++, at++)
          top[at] = (probabilities[at] - (place === labels[sample] ? 1 : 0)) / batch;
      for (let layer = layers.length - 1; layer >= first; layer--)
        operators[layer].backward(layerValues(layer, samples), {
          outputs: slopes[layer + 1],
          inputs: layer === first ? null : slopes[layer],
          ...ownGradients[layer],
        });
    },
  };
}

/** Softmax and cross-entropy; of equal outputs the first one counts as the answer. Math.exp and Math.log are those of V8, the same on every machine. */
function softmaxScore(
  outputs: Floats,
  labels: Int32Array,
  probabilities: Float64Array,
  samples: number,
  classes: number,
): Score {
  let [loss, hits] = [0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const at = sample * classes;
    let best = 0;
    for (let place = 1; place < classes; place++) if (outputs[at + place] > outputs[at + best]) best = place;
    if (best === labels[sample]) hits++;
    let sum = 0;
    for (let place = 0; place < classes; place++)
      sum += probabilities[at + place] = Math.exp(outputs[at + place] - outputs[at + best]);
    loss += Math.log(sum) - (outputs[at + labels[sample]] - outputs[at + best]);
    for (let place = 0; place < classes; place++) probabilities[at + place] /= sum;
  }
  return { loss, hits };
}
