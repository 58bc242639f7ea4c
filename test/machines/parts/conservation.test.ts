import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { type Hardware, MACHINES, multipliersOf } from '../../../src/machines/index.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { chargeRun } from '../../../src/run/charge-run.ts';
import { multiply, place, storeLayers } from '../../../src/run/store-layers.ts';
import { denseProduct } from '../../oracles/dense-product.ts';
import { holds } from '../../oracles/hold.ts';
import { layerOf } from '../../oracles/layer-of.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';
import { templateFile } from '../template-file.ts';

const upTo = (most: number) => fc.integer({ min: 1, max: most });

/** A built-in config of a machine, and random values of its keys; one that is not listed is tried as its template describes it. */
const RANDOM: Readonly<Record<string, readonly [string, fc.Arbitrary<readonly string[]>]>> = {
  eie: [
    'eie-64pe',
    fc
      .tuple(upTo(20), fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 6 }))
      .map(([pes, depth, bits]) => [
        `processingElements=${pes}`,
        `activationQueue.depth=${depth}`,
        `encoding.indexBits=${bits}`,
      ]),
  ],
  systolic: [
    'systolic-32x32',
    fc
      .tuple(
        upTo(9),
        upTo(9),
        fc.constantFrom('weightStationary', 'inputStationary', 'outputStationary'),
        fc.constantFrom('none', '2:4', '1:4'),
      )
      .map(([rows, columns, dataflow, pattern]) => [
        `array.rows=${rows}`,
        `array.columns=${columns}`,
        `array.dataflow=${dataflow}`,
        `encoding.pattern=${pattern}`,
      ]),
  ],
  'eyeriss-v2-pe': [
    'eyeriss-v2-pe',
    fc
      .tuple(upTo(9), upTo(2), upTo(20), upTo(20), upTo(20))
      .map(([pes, lanes, inputs, sums, more]) => [
        `processingElements=${pes}`,
        `lanes=${lanes}`,
        `scratchpads.inputs=${inputs}`,
        `scratchpads.partialSums=${sums}`,
        `scratchpads.weights=${sums + more}`,
      ]),
  ],
  'bank-balanced': [
    'bbs',
    fc
      .tuple(upTo(20), fc.constantFrom('banks', 'dense', '2:4', '3:7'), upTo(20))
      .map(([pes, pattern, inputs]) => [
        `processingElements=${pes}`,
        `encoding.pattern=${pattern}`,
        `bankInputs=${inputs}`,
      ]),
  ],
  'cambricon-x': [
    'cambricon-x',
    fc
      .tuple(upTo(9), upTo(9), upTo(6))
      .map(([pes, lanes, bits]) => [`processingElements=${pes}`, `lanes=${lanes}`, `encoding.stepBits=${bits}`]),
  ],
  'cambricon-s': [
    'cambricon-s',
    fc
      .tuple(upTo(9), upTo(9), upTo(6), fc.constantFrom('codebook', 'direct'))
      .map(([pes, lanes, bits, weights]) => [
        `processingElements=${pes}`,
        `lanes=${lanes}`,
        `encoding.stepBits=${bits}`,
        `encoding.weights=${weights}`,
      ]),
  ],
  scnn: [
    'scnn',
    fc
      .tuple(upTo(4), upTo(4), upTo(5), upTo(5), upTo(40), upTo(99))
      .map(([rows, columns, inputs, weights, banks, entries]) => [
        `array.rows=${rows}`,
        `array.columns=${columns}`,
        `multipliers.inputs=${inputs}`,
        `multipliers.weights=${weights}`,
        `accumulators.banks=${banks}`,
        `accumulators.entries=${entries}`,
      ]),
  ],
};

const FP32 = ['weight', 'activation', 'accumulator'].map((key) => `arithmetic.${key}=fp32`);
const table = await loadEnergyTable('45nm');

/** A machine with random keys on a random layer, its weights in DRAM or on the chip; it is loaded before the property, which does not wait. */
async function machines(config: string, sets: fc.Arbitrary<readonly string[]>): Promise<readonly Hardware[]> {
  const drawn = fc.sample(fc.tuple(sets, fc.constantFrom('dram', 'chip')), { numRuns: 25, seed: 20 });
  return Promise.all(
    drawn.map(([set, home]) =>
      loadHardware(config, { set: [...set, ...FP32, ...(home === 'dram' ? ['weights.home=dram'] : [])] }),
    ),
  );
}

for (const name of Object.keys(MACHINES))
  test(`${name}: what is counted fits together, and outputs are those of the weights that it holds`, async (t) => {
    const [config, sets] = RANDOM[name] ?? [await templateFile(name), fc.constant([])];
    const choices = await machines(config, sets);
    const choice = fc.tuple(fc.constantFrom(...choices), randomRun(40, 40));
    holds(
      t,
      choice,
      ([hardware, run]) => {
        const dense = drawLayer(run);
        const layer = layerOf(dense, run.hasBias);
        const network = { name: 'n', file: 'n', seed: null, layers: [layer] };
        const [stored] = storeLayers(hardware, network).stored;
        const alone = multiply(stored, [dense.activations]);
        const placed = place(stored, alone);
        const { counts } = placed;
        for (const [action, count] of Object.entries(counts.actionCounts))
          assert.ok(Number.isSafeInteger(count) && count >= 0, `${action} ${count}`);
        assert.ok(counts.multiplyAccumulates <= counts.denseMultiplyAccumulates);
        const multiplied = counts.actionCounts['arithmeticUnit.multiply'];
        const biases = run.hasBias ? run.rows : 0;
        assert.ok(counts.multiplyAccumulates <= multiplied + biases);
        // a bias may cost no cycle
        assert.ok(multiplied <= alone.cycles * multipliersOf(hardware));
        assert.ok(counts.cycles >= alone.cycles);
        if (counts.dram !== undefined) {
          const bits = Object.values(counts.dram.bits).reduce((sum: number, own) => sum + own, 0);
          assert.equal(counts.dram.usefulBytes, Math.ceil(bits / 8));
          assert.ok(counts.dram.chargedBytes >= counts.dram.usefulBytes);
          assert.ok(counts.dram.bits.codes >= 0);
        }
        const { columnStart, columns } = stored.layer.matrix;
        const isWhole = columnStart[columns] === layer.matrix.columnStart[columns];
        const own = run.hasBias ? dense : { ...dense, biasCodes: new Uint8Array(run.rows) };
        if (isWhole) assert.deepEqual(alone.outputs, denseProduct(own, 'zero'));
        const simulated = { ...stored, counts, warnings: placed.warnings };
        const { layers, totals } = chargeRun(hardware, network, table, [simulated]);
        const parts = ['arithmetic', 'sram', 'dram', 'registers', 'control', 'leakage'] as const;
        const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
        const near = (a: number, b: number) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(a, b), `${a} ${b}`);
        near(totals.energyPj.total, sum(parts.map((part) => totals.energyPj[part])));
        near(totals.energyPj.total, sum(Object.values(totals.energyPj.byComponent)));
        near(totals.energyPj.total, sum(Object.values(layers[0].energyPj.byAction)));
        assert.ok(Object.values(layers[0]).every((value) => typeof value !== 'number' || Number.isFinite(value)));
      },
      120,
    );
  });
