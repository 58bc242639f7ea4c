import test from 'ava';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { runNetwork } from '../../../src/run/run-network.ts';

const LAYER = 'Alex-8';

async function run(hardware: string, ...set: readonly string[]) {
  const machine = await loadHardware(hardware, { set });
  const network = await loadNetwork('eie-benchmark', { layer: LAYER });
  const { layers, energyTable } = runNetwork(machine, network, await loadEnergyTable(machine.energy.tableFile));
  const price = (action: string) =>
    energyTable.find((row) => row.component === 'arithmeticUnit' && row.action === action)?.energyPj;
  return { layer: layers[0], counts: layers[0].actionCounts, price };
}

const APART = 'simulation.zeroOperandActivity=0.38';

test('dense rungs multiply as many pairs of two non-zeros as an EIE multiplies in all; the others are counted apart', async (t) => {
  // the multiply-accumulates of a machine that skips zeros and stores none, counted without this option
  const pairs = (await run('eie-64pe')).counts['arithmeticUnit.multiply'];
  for (const rung of ['ladder/2-dense-int16', 'ladder/3-pruned', 'eie-64pe']) {
    const [plain, apart] = [await run(rung), await run(rung, APART)];
    t.false(Object.hasOwn(plain.counts, 'arithmeticUnit.multiplyZero'));
    t.is(apart.layer.multiplyAccumulates, plain.layer.multiplyAccumulates);
    for (const operation of ['multiply', 'add']) {
      t.is(apart.counts[`arithmeticUnit.${operation}`], pairs);
      t.is(apart.counts[`arithmeticUnit.${operation}Zero`], plain.layer.multiplyAccumulates - pairs);
      t.is(apart.price(operation), plain.price(operation));
      t.true(Math.abs(apart.price(`${operation}Zero`)! / (0.38 * plain.price(operation)!) - 1) < 1e-8);
    }
    t.true(apart.layer.energyPj.arithmetic <= plain.layer.energyPj.arithmetic);
  }
});

test('an activity of 1 tells them apart and costs the same', async (t) => {
  const [plain, apart] = [
    await run('ladder/3-pruned'),
    await run('ladder/3-pruned', 'simulation.zeroOperandActivity=1'),
  ];
  t.true(apart.counts['arithmeticUnit.multiplyZero'] > 0);
  t.true(Math.abs(apart.layer.energyPj.arithmetic / plain.layer.energyPj.arithmetic - 1) < 1e-12);
});

test('weights that the number format makes zero are operands of zero', async (t) => {
  const coarse = await run('eie-64pe', APART, 'arithmetic.weight=q3.2');
  const network = await loadNetwork('eie-benchmark', { layer: LAYER });
  const { matrix, activations } = network.layers[0];
  const { columnStart, weights, columns } = matrix;
  let zeros = 0;
  for (let column = 0; column < columns; column++)
    if (Math.round(activations[column] * 256) !== 0)
      for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
        const value = weights.kind === 'direct' ? weights.values[k] : weights.codebook[weights.codes[k]];
        if (Math.abs(value) <= 0.125) zeros++;
      }
  t.true(zeros > 1000);
  t.is(coarse.counts['arithmeticUnit.multiplyZero'], zeros);
});

test('an override of an operation holds for that on zeros too, times its activity, unless that has one of its own', async (t) => {
  const multiply = '{ component: arithmeticUnit, action: multiply, energy: 1 pJ }';
  const own = '{ component: arithmeticUnit, action: multiplyZero, energy: 0.1 pJ }';
  t.is((await run('ladder/3-pruned', APART, `energy.override=[${multiply}]`)).price('multiplyZero'), 0.38);
  t.is((await run('ladder/3-pruned', APART, `energy.override=[${own}, ${multiply}]`)).price('multiplyZero'), 0.1);
});

test('where a layer ends early it is not known which operations are left out: that rule is refused', async (t) => {
  const error = await t.throwsAsync(loadHardware('eie-64pe', { set: [APART, 'simulation.rule=reference'] }));
  t.regex(error.message, /simulation.zeroOperandActivity: expected rule drained/);
});
