import test from 'ava';
import { randomStream } from '../../../src/base/random.ts';
import { isMisfit, type LayerSettings, planChain } from '../../../src/train/learn/chain.ts';
import { createPart } from '../../../src/train/learn/part.ts';
import { doubleProducts } from '../../../src/train/products/plain-products.ts';

const doubles = (length: number) => new Float64Array(length);

/** Gradients of the mean loss of a few samples, as the layers compute them and as central differences of the loss give them. */
function bothGradients(layers: readonly LayerSettings[], input: readonly number[], dropRate = 0) {
  const chain = planChain(layers, input);
  if (isMisfit(chain)) throw new Error(chain.message);
  const samples = 3;
  const next = randomStream(7);
  const draw = () => next() / 2 ** 31 - 1;
  const parameters = doubles(chain.parameters).map(draw);
  const part = createPart(chain, doubleProducts, doubles, parameters, samples);
  const inputs = doubles(part.inputs.length).map(draw);
  const mode = (layer: number) => ({ dropRate, seedOf: (sample: number) => 100 * layer + sample });
  const loss = (): number => {
    part.inputs.set(inputs);
    part.labels.set([0, 1, 2].map((label) => label % chain.outputs));
    return part.forward(samples, mode).loss / samples;
  };
  loss();
  part.backward(samples, samples);
  const computed = part.gradients.slice();
  const step = 1e-6;
  const places = chain.slots.flatMap(({ weightsAt, biasesAt, rows, columns }) => [
    ...Array.from({ length: rows * columns }, (_, k) => weightsAt + k),
    ...Array.from({ length: rows }, (_, k) => biasesAt + k),
  ]);
  return places.map((place) => {
    const value = parameters[place];
    parameters[place] = value + step;
    const above = loss();
    parameters[place] = value - step;
    const below = loss();
    parameters[place] = value;
    return { computed: computed[place], difference: (above - below) / (2 * step) };
  });
}

const agrees = test.macro((t, layers: readonly LayerSettings[], input: readonly number[], dropRate?: number) => {
  const gradients = bothGradients(layers, input, dropRate);
  t.true(gradients.some(({ computed }) => Math.abs(computed) > 1e-3));
  for (const { computed, difference } of gradients)
    t.true(Math.abs(computed - difference) < 1e-7, `${computed} ${difference}`);
});

const fc = (name: string, outputs: number): LayerSettings => ({ fullyConnected: { name, outputs } });
const conv = (name: string, outputs: number, size: number, stride = 1, padding = 0): LayerSettings => ({
  convolution: { name, outputs, size, stride, padding },
});

test('gradients of a fully connected layer agree with differences', agrees, [fc('a', 5), fc('b', 3)], [7]);
test('those behind a ReLU do', agrees, [fc('a', 9), { relu: {} }, fc('b', 3)], [7]);
test('those of a convolution do', agrees, [conv('a', 3, 3), conv('b', 2, 2), fc('c', 3)], [2, 6, 5]);
test(
  'those of a convolution with steps and padding do',
  agrees,
  [conv('a', 3, 3, 2, 1), conv('b', 2, 3, 1, 1), fc('c', 3)],
  [1, 7, 6],
);
test('those before max pooling do', agrees, [conv('a', 3, 3), { maxPooling: { size: 2 } }, fc('b', 3)], [1, 7, 7]);
test(
  'those before pooling whose squares overlap do',
  agrees,
  [conv('a', 2, 2), { maxPooling: { size: 3, stride: 2 } }, fc('b', 3)],
  [1, 8, 8],
);
test('those before dropout do', agrees, [fc('a', 12), { dropout: { rate: 0.5 } }, fc('b', 3)], [7], 0.5);
