import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { layerFormats } from '../../../src/run/formats/layer-formats.ts';
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

test('of drawn weights the largest sum is found where the accumulator may be too narrow for it, as of weights that are written out', async (t) => {
  const scales = new Set<string>();
  for (const [columns, weightDensity] of [
    [10, 0.1],
    [200, 0.3],
    [3000, 0.9],
  ] as const) {
    const layer = generateLayer({ name: 'drawn', rows: 37, columns, weightDensity, activationDensity: 0.5 }, 7);
    const { matrix, activations } = layer;
    const { rowIndex, columnStart, weights } = matrix;
    if (weights.kind !== 'shared') throw new Error('values are shared');
    const sums = new Float64Array(matrix.rows);
    let largest = 0;
    for (let c = 0; c < columns; c++)
      for (let k = columnStart[c]; k < columnStart[c + 1]; k++) {
        sums[rowIndex[k]] += weights.codebook[weights.codes[k]] * activations[c];
        largest = Math.max(largest, Math.abs(sums[rowIndex[k]]));
      }
    const set = ['arithmetic.weight=int8', 'arithmetic.activation=int8', 'arithmetic.accumulator=int16'];
    const hardware = await loadHardware('eie-64pe', { set });
    const network = { name: '', file: '', seed: null, layers: [layer] };
    const { accumulator } = layerFormats(hardware, network, [layer])('drawn').arithmetic;
    const steps = largest / (0.25 / 127) / (Math.max(...activations) / 127);
    const scale = Number(accumulator.split('*')[1]) / ((0.25 / 127) * (Math.max(...activations) / 127));
    t.true(steps <= scale * 32767 && (scale === 1 || steps > (scale / 2) * 32767), accumulator);
    scales.add(scale.toFixed(6));
  }
  t.true(scales.size > 1, 'some sums fit, others do not');
});

test('that no sum exceeds its accumulator is told by where weights lie, before their codes are made', async (t) => {
  const layer = generateLayer(
    { name: 'drawn', rows: 37, columns: 3000, weightDensity: 0.05, activationDensity: 0.5 },
    7,
  );
  const { matrix, activations } = layer;
  const { weights } = matrix;
  if (weights.kind !== 'shared') throw new Error('values are shared');
  const [most, ofInputs] = [Math.max(...weights.codebook.map(Math.abs)), Math.max(...activations)];
  // if every row had every weight, 16 bits would not do
  t.true(activations.reduce((sum, value) => sum + value, 0) * most > (most / 7) * (ofInputs / 7) * 32767);
  const isMade = () => {
    throw new Error('codes are made');
  };
  const unmade = {
    ...layer,
    matrix: { ...matrix, weights: Object.defineProperty({ ...weights }, 'codes', { get: isMade }) },
  };
  const set = ['arithmetic.weight=int4', 'arithmetic.activation=int4', 'arithmetic.accumulator=int16'];
  const hardware = await loadHardware('eie-64pe', { set });
  const network = { name: '', file: '', seed: null, layers: [unmade] };
  const { accumulator } = layerFormats(hardware, network, [unmade])('drawn').arithmetic;
  t.true(Math.abs(Number(accumulator.split('*')[1]) / ((most / 7) * (ofInputs / 7)) - 1) < 1e-6, accumulator);
});
