import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { importWeights } from '../../src/node/read-networks.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { givenInputs } from '../oracles/given-inputs.ts';
import { onnxModel } from '../oracles/onnx-model.ts';

/** Codes of weights, 4 inputs x 2 outputs, whose zero point is 20. */
const CODES = [255, 0, 20, 144, 1, 200, 90, 255];
const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'quantized.onnx');
writeFileSync(
  file,
  onnxModel(
    [
      { operator: 'DynamicQuantizeLinear', inputs: ['x'], outputs: ['codes', 'scale', 'zero'] },
      { operator: 'MatMulInteger', inputs: ['codes', 'w', 'zero', 'w_zero'], outputs: ['sums'] },
      { operator: 'Cast', inputs: ['sums'], outputs: ['y'], attributes: { to: 1 } },
    ],
    [
      { name: 'w', dims: [4, 2], typed: { dtype: 'uint8', values: CODES } },
      { name: 'w_zero', dims: [], typed: { dtype: 'uint8', values: [20] } },
    ],
    { x: [1, 4] },
    { opsets: { '': 13 } },
  ),
);

/** Of -1, 0, 1 and 3: a step is 4/255, the zero point 63.75 rounded, 64; codes less it. */
const OPERANDS = [-64, 0, 64, 191];
const sumOf = (output: number) =>
  OPERANDS.reduce((sum, operand, input) => sum + operand * (CODES[2 * input + output] - 20), 0);

async function run(...formats: string[]) {
  const network = importedNetwork(await importWeights(file), {
    file: 'quantized.onnx',
    name: 'q',
    inputs: givenInputs([1, 4], [-1, 0, 1, 3]),
  });
  const hardware = await loadHardware('eie-64pe', {
    set: ['encoding.weights=direct', 'encoding.codeBits=', ...formats],
  });
  return runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile), { outputs: true });
}

test('codes less their zero point are exact in q8.0, their sums in q31.0', async (t) => {
  const { outputs, warnings } = await run(
    'arithmetic.weight=q8.0',
    'arithmetic.activation=q8.0',
    'arithmetic.accumulator=q31.0',
  );
  t.deepEqual(outputs![0].values, [sumOf(0), sumOf(1)]);
  t.false(
    warnings.some((warning) => /clipped/.test(warning)),
    warnings.join('\n'),
  );
});

test('in q7.8 they are clipped, and that is told', async (t) => {
  const { warnings } = await run();
  t.true(warnings.some((warning) => /weights are clipped in q7\.8/.test(warning)));
  t.true(warnings.some((warning) => /inputs are clipped in q7\.8/.test(warning)));
});
