import test from 'ava';
import * as fc from 'fast-check';
import { holdWeights } from '../../../src/compress/held-weights.ts';
import { manyProducts } from '../../../src/machines/eie/many-products.ts';
import { rowPasses } from '../../../src/machines/eie/row-passes.ts';
import { simulateLayer } from '../../../src/machines/eie/simulate-layer.ts';
import type { Layer } from '../../../src/network/layer.ts';
import { countSum } from '../../../src/run/graph/sum-counts.ts';
import type { LayerCounts } from '../../../src/simulate/layer-counts.ts';
import { draws } from '../../oracles/eie/eie-gen-1.ts';
import { hardwareOf } from '../../oracles/hardware-of.ts';
import { layerOf } from '../../oracles/layer-of.ts';
import { drawLayer, type RandomRun, randomRun } from '../../oracles/random-layer.ts';

/** Number formats of weight, activation and accumulator, and whether weights are shared. */
interface Numbers {
  readonly formats: readonly [weight: string, activation: string, accumulator: string];
  readonly isShared: boolean;
  readonly hasOwnBias: boolean;
}

const FORMATS: readonly Numbers['formats'][] = [
  ['q7.8', 'q7.8', 'q7.8'],
  ['q1.6', 'q3.4', 'q1.6'],
  ['q0.15', 'q7.8', 'q3.4'],
  ['q11.12', 'q7.8', 'q15.16'],
  ['int8', 'int8', 'int32'],
  ['fp32', 'fp32', 'fp32'],
  ['bf16', 'fp16', 'fp32'],
  ['fp16', 'fp16', 'fp16'],
];

const numbers: fc.Arbitrary<Numbers> = fc.record({
  formats: fc.constantFrom(...FORMATS),
  isShared: fc.boolean(),
  hasOwnBias: fc.boolean(),
});

/** Sizes of the parts: of no product, of one, of many. */
const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 });

function layerFor(run: RandomRun, { isShared, hasOwnBias }: Numbers): Layer {
  const layer = layerOf(drawLayer(run), run.hasBias);
  const { matrix } = layer;
  const { weights, columnStart, columns } = matrix;
  if (weights.kind !== 'shared') throw new Error('the oracle shares weights');
  const ofBias = columnStart[columnStart.length - 1] - columnStart[columns];
  return {
    ...layer,
    matrix: {
      ...matrix,
      ...(!isShared && {
        weights: { kind: 'direct', values: Float32Array.from(weights.codes, (code) => weights.codebook[code]) },
      }),
      ...(run.hasBias &&
        hasOwnBias && { biasValues: Float32Array.from({ length: ofBias }, (_, k) => ((k % 7) - 3) / 5) }),
    },
  };
}

/** Inputs that differ: some values of the first gone, turned round or so large that they are clipped. */
function inputsFor({ activations }: Layer, count: number, seed: number): Float32Array[] {
  const next = draws(seed);
  return Array.from({ length: count }, () =>
    activations.map((value) => {
      const kind = next() >>> 29;
      return kind === 0 ? 0 : kind === 1 ? -value : kind === 2 ? value * 300 : value;
    }),
  );
}

/** Lists as plain numbers: sums are kept in doubles. */
function plain({ perProcessingElement = {}, outputs, ...counts }: LayerCounts): object {
  const lists = Object.entries(perProcessingElement).map(([name, list]) => [name, [...list]]);
  return { ...counts, outputs: [...outputs], perProcessingElement: Object.fromEntries(lists) };
}

function machineFor(run: RandomRun, [weight, activation, accumulator]: Numbers['formats']) {
  const machine = hardwareOf({ ...run, rule: 'drained' });
  return { ...machine, arithmetic: { ...machine.arithmetic, weight, activation, accumulator } };
}

/** Any random run, on a number of PEs whose shares are no rounded numbers. */
const runs = (rows: number, columns: number) =>
  randomRun(rows, columns).map((one) => ({
    ...one,
    processingElements: 2 ** Math.floor(Math.log2(one.processingElements)),
  }));

function foundAtOnce(
  run: RandomRun,
  own: Numbers,
  parts: (layer: Layer) => readonly Float32Array[][],
  rule = 'drained',
) {
  const layer = layerFor(run, own);
  const machine = machineFor(run, own.formats);
  const held = holdWeights(layer.matrix, run.processingElements, run.indexBits);
  const seen = { ...machine, simulation: { rule } } as typeof machine;
  const made = { fit: { layer, warning: null }, rows: rowPasses(held, machine) };
  const inputs = parts(layer);
  return { layer, machine, held, inputs, found: manyProducts(layer, made, inputs, seen, true) };
}

for (const [rows, columns, numRuns] of [
  [60, 60, 150],
  [300, 700, 40],
] as const)
  test(`many products at once are the sum of the passes of each, part by part, in every number format: up to ${rows} x ${columns}`, (t) => {
    fc.assert(
      fc.property(runs(rows, columns), numbers, sizes, (run, own, ofParts) => {
        const { layer, machine, held, inputs, found } = foundAtOnce(run, own, (of) =>
          ofParts.map((size, k) => inputsFor(of, size, run.seed + k)),
        );
        if (found === undefined) throw new Error('the passes have to do it');
        inputs.forEach((part, k) => {
          if (part.length === 0) return;
          const sum = countSum();
          for (const input of part) sum.add(simulateLayer({ ...layer, activations: input }, held, machine), [input]);
          const { products, activationDensity: _, ...expected } = sum.total()!;
          t.is(products, part.length);
          t.deepEqual(plain(found[k]), plain(expected));
        });
      }),
      { numRuns },
    );
  });

const run: RandomRun = {
  processingElements: 4,
  queueDepth: 8,
  entriesPerLine: 8,
  indexBits: 4,
  hasBias: false,
  rows: 20,
  columns: 20,
  weightDensity: 32768,
  activationDensity: 32768,
  negative: 0,
  biasDensity: 0,
  emptyEvery: 0,
  activeUntil: 65536,
  overloadedElement: -1,
  seed: 5,
};
const plainNumbers: Numbers = { formats: FORMATS[0], isShared: true, hasOwnBias: false };
const two = (layer: Layer) => [inputsFor(layer, 2, 1)];

test('what has to be looked at one by one is left to the passes', (t) => {
  t.not(foundAtOnce(run, plainNumbers, two).found, undefined);
  t.is(foundAtOnce(run, plainNumbers, two, 'reference').found, undefined);
  t.is(foundAtOnce({ ...run, processingElements: 3 }, plainNumbers, two).found, undefined);
  t.is(foundAtOnce(run, plainNumbers, () => [[new Float32Array(20).fill(Number.NaN)]]).found, undefined);
});
