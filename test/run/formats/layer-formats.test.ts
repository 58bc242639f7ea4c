import test from 'ava';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { layer } from '../../compress/dense.ts';
import { givenInputs } from '../../oracles/given-inputs.ts';

const run = async (...set: string[]) => {
  const imported = { format: 'test', layers: [layer([0.3, -0.2], [0.1, 0.4])], skipped: [], warnings: [] };
  const inputs = givenInputs([2], [6.5, -3]);
  const hardware = await loadHardware('eie-64pe', { set });
  const network = importedNetwork(imported, { file: 'f', name: 'n', inputs });
  return runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile), { outputs: true }).layers[0];
};
const BYTES = ['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=q3.4`);
const exact = [0.3 * 6.5 + 0.2 * 3, 0.1 * 6.5 - 0.4 * 3];
const error = (values: readonly number[]): number =>
  Math.max(...values.map((value, row) => Math.abs(value - exact[row])));

test('each layer takes the fraction bits that its weights, inputs and sums allow; the width stays', async (t) => {
  const { formats } = await run(...BYTES, 'simulation.fractionBits=perLayer');
  // weights up to 0.4, inputs up to 6.5, sums up to 2.55
  t.deepEqual(formats, { weight: 'q0.7', activation: 'q3.4', accumulator: 'q2.5' });
});

test('that brings the outputs nearer to exact, at the same arithmetic energy', async (t) => {
  const [declared, chosen] = await Promise.all([run(...BYTES), run(...BYTES, 'simulation.fractionBits=perLayer')]);
  t.is(declared.formats, undefined);
  t.true(error(chosen.outputs.values!) < error(declared.outputs.values!));
  t.is(chosen.energyPj.arithmetic, declared.energyPj.arithmetic);
});

test('floating-point formats stay', async (t) => {
  const floats = ['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=fp32`);
  const { formats } = await run(...floats, 'simulation.fractionBits=perLayer');
  t.deepEqual(formats, { weight: 'fp32', activation: 'fp32', accumulator: 'fp32' });
});
