import { randomStream } from '../../src/base/random.ts';
import type { Graph } from '../../src/network/graph/graph.ts';
import type { ImportedLayer, ImportedWeights } from '../../src/network/imported-weights.ts';

/** Points around ten centres, and the centre of each. */
export interface Samples {
  readonly inputs: Float32Array;
  readonly labels: readonly number[];
}

export const INPUTS = 64;
const HIDDEN = 32;
const CLASSES = 10;

/** A sum of four uniform numbers: near enough to a normal distribution. */
function noise(next: () => number): number {
  return ((next() + next() + next() + next()) / 2 ** 31 - 4) * 0.87;
}

/** Points around ten seeded centres, so close together that even the best classifier errs. */
export function samples(count: number, seed: number): Samples {
  const centreStream = randomStream(99);
  const centres = Float32Array.from({ length: CLASSES * INPUTS }, () => noise(centreStream) * 0.45);
  const next = randomStream(seed);
  const labels = Array.from({ length: count }, () => next() % CLASSES);
  const inputs = Float32Array.from(
    { length: count * INPUTS },
    (_, at) => centres[labels[Math.floor(at / INPUTS)] * INPUTS + (at % INPUTS)] + noise(next),
  );
  return { inputs, labels };
}

interface Weights {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Trains x -> ReLU(A x) -> B h by stochastic gradient descent on the cross entropy. */
function train({ inputs, labels }: Samples, epochs: number, rate: number): Weights {
  const next = randomStream(5);
  const first = Float64Array.from({ length: HIDDEN * INPUTS }, () => noise(next) * 0.12);
  const second = Float64Array.from({ length: CLASSES * HIDDEN }, () => noise(next) * 0.2);
  const hidden = new Float64Array(HIDDEN);
  for (let epoch = 0; epoch < epochs; epoch++)
    labels.forEach((label, sample) => {
      const x = inputs.subarray(sample * INPUTS, (sample + 1) * INPUTS);
      for (let unit = 0; unit < HIDDEN; unit++) hidden[unit] = Math.max(0, dot(first, unit, x));
      const scores = Array.from({ length: CLASSES }, (_, output) => Math.exp(dot(second, output, hidden)));
      const total = scores.reduce((sum, score) => sum + score, 0);
      const errors = scores.map((score, output) => score / total - (output === label ? 1 : 0));
      for (let unit = 0; unit < HIDDEN; unit++) {
        let back = 0;
        errors.forEach((error, output) => {
          const at = output * HIDDEN + unit;
          back += error * second[at];
          second[at] -= rate * error * hidden[unit];
        });
        if (hidden[unit] > 0)
          for (let input = 0; input < INPUTS; input++) first[unit * INPUTS + input] -= rate * back * x[input];
      }
    });
  return { first, second };
}

function dot(weights: Float64Array, row: number, x: ArrayLike<number>): number {
  let sum = 0;
  for (let column = 0; column < x.length; column++) sum += weights[row * x.length + column] * x[column];
  return sum;
}

const graph: Graph = {
  inputs: [{ name: 'x', shape: [null, INPUTS] }],
  outputs: ['y'],
  nodes: [
    {
      name: 'a',
      operator: 'Gemm',
      inputs: ['x', 'wa'],
      outputs: ['h'],
      attributes: { transB: 1 },
      layers: ['a'],
      weightInputs: [1],
    },
    { name: 'r', operator: 'Relu', inputs: ['h'], outputs: ['p'], attributes: {}, layers: [] },
    {
      name: 'b',
      operator: 'Gemm',
      inputs: ['p', 'wb'],
      outputs: ['y'],
      attributes: { transB: 1 },
      layers: ['b'],
      weightInputs: [1],
    },
  ],
  constants: new Map(),
};

/** A trained classifier of two layers, 64 - 32 - 10. */
export function trainedClassifier(): ImportedWeights {
  const { first, second } = train(samples(2000, 1), 6, 0.01);
  const layer = (name: string, rows: number, columns: number, values: Float64Array): ImportedLayer => ({
    name,
    kind: 'fullyConnected',
    shape: [rows, columns],
    numberFormat: 'fp32',
    matrix: { kind: 'dense', rows, columns, values: Float32Array.from(values) },
  });
  return {
    format: 'trained',
    layers: [layer('a', HIDDEN, INPUTS, first), layer('b', CLASSES, HIDDEN, second)],
    skipped: [],
    warnings: [],
    graph,
  };
}
