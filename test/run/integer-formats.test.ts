import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { layer } from '../compress/dense.ts';
import { givenInputs } from '../oracles/given-inputs.ts';

const table = await loadEnergyTable('45nm');

async function machine(weight: string, activation: string, accumulator: string, ...more: string[]) {
  const formats = [
    `arithmetic.weight=${weight}`,
    `arithmetic.activation=${activation}`,
    `arithmetic.accumulator=${accumulator}`,
  ];
  // weights by value: the test is about their format, not about sharing them
  const set = [...formats, 'encoding.weights=direct', 'encoding.codeBits=', 'processingElements=2', ...more];
  return loadHardware('eie-64pe', { set });
}

function networkOf(rows: readonly (readonly number[])[], input: readonly number[]) {
  const imported = { format: 'test', layers: [layer(...rows.map((row) => [...row]))], skipped: [], warnings: [] };
  return importedNetwork(imported, { file: 'f', name: 'n', inputs: givenInputs([input.length], [...input]) });
}

type Machine = Awaited<ReturnType<typeof machine>>;
const run = (hardware: Machine, rows: readonly (readonly number[])[], input: readonly number[]) =>
  runNetwork(hardware, networkOf(rows, input), table, { outputs: true }).layers[0];

/** Symmetric quantization in exact integers, written apart from src: one scale a tensor, products shifted into the accumulator, ties to even, clipped, and clipped again after each sum. */
function oracle(
  rows: readonly (readonly number[])[],
  input: readonly number[],
  bits: number,
  accumulatorBits: number,
): number[] {
  const most = 2 ** (bits - 1) - 1;
  const largest = (values: readonly number[]) => values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const scaleOf = (values: readonly number[]) => (largest(values) === 0 ? 1 : largest(values) / most);
  const even = (x: number) => {
    const below = Math.floor(x);
    return x - below > 0.5 || (x - below === 0.5 && below % 2 !== 0) ? below + 1 : below;
  };
  const [sw, sa] = [scaleOf(rows.flat()), scaleOf(input)];
  const accumulatorMost = 2 ** (accumulatorBits - 1) - 1;
  const partial = rows.map((row) => {
    let sum = 0;
    return row.map((w, k) => Math.abs((sum += w * input[k])));
  });
  const bound = largest([...partial.flat(), ...rows.flatMap((row) => row.map((w, k) => w * input[k]))]);
  const shift = bound === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(bound / (sw * sa * accumulatorMost))));
  return rows.map((row) => {
    let sum = 0n;
    for (const [k, weight] of row.entries()) {
      const product = BigInt(even(weight / sw)) * BigInt(even(input[k] / sa));
      const unit = 1n << BigInt(shift);
      const below = product >= 0n ? product / unit : -((-product + unit - 1n) / unit);
      const rest = product - below * unit;
      const rounded = 2n * rest > unit || (2n * rest === unit && below % 2n !== 0n) ? below + 1n : below;
      sum +=
        rounded > BigInt(accumulatorMost)
          ? BigInt(accumulatorMost)
          : rounded < BigInt(-accumulatorMost - 1)
            ? BigInt(-accumulatorMost - 1)
            : rounded;
      if (sum > BigInt(accumulatorMost)) sum = BigInt(accumulatorMost);
      if (sum < BigInt(-accumulatorMost - 1)) sum = BigInt(-accumulatorMost - 1);
    }
    return Math.fround(Number(sum) * 2 ** shift * (sw * sa));
  });
}

const value = fc.integer({ min: -4000, max: 4000 }).map((n) => n / 4096);
const product = fc
  .record({ rows: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      weights: fc.array(fc.array(value, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
      input: fc.array(value, { minLength: columns, maxLength: columns }),
    }),
  );

for (const [bits, accumulatorBits] of [
  [8, 32],
  [8, 16],
  [4, 8],
  [8, 8],
] as const) {
  test(`int${bits} into int${accumulatorBits}: outputs are those of symmetric quantization in exact integers`, async (t) => {
    const hardware = await machine(`int${bits}`, `int${bits}`, `int${accumulatorBits}`);
    fc.assert(
      fc.property(product, ({ weights, input }) => {
        // fp32 is what a file holds
        const [rows, x] = [weights.map((row) => row.map(Math.fround)), input.map(Math.fround)];
        assert.deepEqual(
          run(hardware, rows, x).outputs.values!.map((v) => v + 0),
          oracle(rows, x, bits, accumulatorBits).map((v) => v + 0),
        );
      }),
      { numRuns: 150 },
    );
    t.pass();
  });
}

const WEIGHTS = [
  [0.3, -0.2, 0.05],
  [0.1, 0.4, -0.4],
];
const INPUT = [0.5, 0.25, 0.75];

test('a trained layer does not become 0 in int8, and the scales of the layer are in the record', async (t) => {
  const { outputs, formats, activationDensity } = run(await machine('int8', 'int8', 'int32'), WEIGHTS, INPUT);
  for (const [row, weights] of WEIGHTS.entries()) {
    const exact = weights.reduce((sum, w, k) => sum + w * INPUT[k], 0);
    t.true(Math.abs(outputs.values![row] - exact) < 0.01);
  }
  t.is(formats?.weight, `int8*${Math.fround(0.4) / 127}`);
  t.is(formats!.activation, `int8*${0.75 / 127}`);
  t.is(activationDensity, 1);
});

test('integers as declared stay whole numbers, and what they turn to 0 is no density and is told with its share', async (t) => {
  const hardware = await machine('int8', 'int8', 'int32', 'simulation.fractionBits=declared');
  const result = runNetwork(hardware, networkOf(WEIGHTS, [0.5, 0.25, 1.75]), table, { outputs: true });
  t.deepEqual(result.layers[0].outputs.values, [0, 0]);
  t.is(result.layers[0].activationDensity, 1 / 3);
  t.is(result.layers[0].weightDensity, 0);
  t.true(
    result.warnings.some((warning) => warning.includes('100 % of the weights become 0 in int8')),
    result.warnings.join('\n'),
  );
  t.true(result.warnings.some((warning) => warning.includes('67 % of the inputs become 0 in int8')));
});

test('a sum of scaled integers is multiplied once to become an output, and that is charged', async (t) => {
  const scaled = run(await machine('int8', 'int8', 'int32'), WEIGHTS, INPUT);
  t.is(scaled.actionCounts['arithmeticUnit.scale'], 2);
  t.true((scaled.energyPj.byAction['arithmeticUnit.scale'] ?? 0) > 0);
  t.is(run(await machine('q7.8', 'q7.8', 'q7.8'), WEIGHTS, INPUT).actionCounts['arithmeticUnit.scale'] ?? 0, 0);
});

test('integers go into other accumulators in their own units', async (t) => {
  const exact = WEIGHTS.map((row) => row.reduce((sum, w, k) => sum + w * INPUT[k], 0));
  for (const [weight, activation, accumulator] of [
    ['int8', 'int8', 'fp32'],
    ['int8', 'q7.8', 'int32'],
    ['int8', 'fp32', 'int32'],
    ['q7.8', 'int8', 'q7.8'],
    ['fp32', 'fp32', 'int16'],
  ]) {
    const { outputs } = run(await machine(weight, activation, accumulator), WEIGHTS, INPUT);
    for (const [row, output] of outputs.values!.entries())
      t.true(Math.abs(output - exact[row]) < 0.02, `${weight} x ${activation} into ${accumulator}: ${output}`);
  }
});

test('what compress.format clips counts as saturated weights of the run', async (t) => {
  const { applyCompression } = await import('../../src/compress/apply-compression.ts');
  const imported = { format: 'test', layers: [layer([3, -3, 0.5], [0.25, 1, 0.5])], skipped: [], warnings: [] };
  const compressed = applyCompression(imported, { prune: null, share: null, format: 'q0.7' });
  const network = importedNetwork(compressed, { file: 'f', name: 'n', inputs: givenInputs([3], [1, 1, 1]) });
  const [{ saturations }] = runNetwork(await machine('q7.8', 'q7.8', 'q7.8'), network, table).layers;
  // 3, -3 and 1 lie beyond the largest value of q0.7, 127/128
  t.is(saturations.weight, 3);
});
