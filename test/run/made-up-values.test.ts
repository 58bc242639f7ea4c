import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import { onnx } from '../../src/network/importers/onnx.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { onnxModel } from '../oracles/onnx-model.ts';

/** Conv, an operator that nobody executes, Conv; the file may say the shape of what it makes. */
const model = (values: Readonly<Record<string, readonly (number | string | null)[]>>) =>
  onnx.read(
    {
      file: 'f.onnx',
      bytes: onnxModel(
        [
          { name: 'c1', operator: 'Conv', inputs: ['x', 'w1'], outputs: ['a'] },
          { name: 'odd', operator: 'Frobnicate', domain: 'pkg.local', inputs: ['a'], outputs: ['b'] },
          { name: 'c2', operator: 'Conv', inputs: ['b', 'w2'], outputs: ['y'] },
        ],
        [
          { name: 'w1', dims: [2, 1, 3, 3], floats: Array.from({ length: 18 }, (_, k) => k / 8 - 1) },
          { name: 'w2', dims: [3, 2, 1, 1], floats: [1, 2, 3, 4, 5, 6] },
        ],
        { x: ['N', 1, 'H', 'H'] },
        { opsets: { '': 17, 'pkg.local': 1 }, values },
      ),
    },
    {},
  );

const generated = { shapes: { x: [1, 1, 6, 6] }, values: {} };

test('positions behind a node that is not executed are counted where the file states its shape, by the sizes of the input', async (t) => {
  const network = importedNetwork(await model({ b: ['N', 2, 'H', 5] }), {
    file: 'f',
    name: 'n',
    generated,
    activationDensity: 0.5,
  });
  const hardware = await loadHardware('eie-64pe');
  const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  t.deepEqual(
    record.layers.map(({ products }) => products),
    [16, 30],
  );
  t.is(record.layers[1].activationDensity, 0.5, 'at the stated density');
  t.is(record.outputs, undefined, 'what comes out means nothing');
  t.deepEqual(record.inferences!.predictions, []);
  t.regex(record.warnings.join('\n'), /Frobnicate of the domain pkg\.local \("odd"\)/);
});

test('or where the user does', async (t) => {
  const shapes = { x: [1, 1, 6, 6], b: [1, 2, 2, 2] };
  const network = importedNetwork(await model({}), { file: 'f', name: 'n', generated: { shapes, values: {} } });
  t.not(network.graph!.madeUp, undefined);
});

test('where nobody does the network is not run, and the error names node, value and what to give', async (t) => {
  const imported = await model({});
  const { message } = t.throws(() => importedNetwork(imported, { file: 'f', name: 'n', generated }), {
    instanceOf: UserError,
  });
  t.regex(message, /Frobnicate of the domain pkg\.local \("odd"\)/);
  t.regex(message, /--input-shape b=/);
  t.regex(message, /--layers-alone/);
});
