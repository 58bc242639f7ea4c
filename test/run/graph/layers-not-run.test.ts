import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadMachines, loadNetwork } from '../../../src/node/read-networks.ts';
import { compareMachinesInterruptibly } from '../../../src/run/machines/compare-machines.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { onnxModel } from '../../oracles/onnx-model.ts';

const product = (weight: string, output: string) => ({ operator: 'MatMul', inputs: ['x', weight], outputs: [output] });
const floats = Array.from({ length: 20 }, (_, k) => k + 1);
const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'if.onnx');
writeFileSync(
  file,
  onnxModel(
    [
      product('always', 'a'),
      { operator: 'ReduceMax', inputs: ['a'], outputs: ['m'], attributes: { keepdims: 0 } },
      { operator: 'Less', inputs: ['m', 'bound'], outputs: ['condition'] },
      {
        operator: 'If',
        inputs: ['condition'],
        outputs: ['y'],
        graphs: { then_branch: { nodes: [product('idle', 't')] }, else_branch: { nodes: [product('taken', 'e')] } },
      },
    ],
    [
      { name: 'always', dims: [4, 5], floats },
      { name: 'idle', dims: [4, 3], floats: floats.slice(0, 12) },
      { name: 'taken', dims: [4, 2], floats: floats.slice(0, 8) },
      { name: 'bound', dims: [], floats: [0] },
    ],
    { x: [1, 4] },
    { opsets: { '': 13 } },
  ),
);
const NOTE = '1 layer lies in a branch that these inputs do not take, and is not counted (12 weights): idle';

test('a layer in a branch that is not taken is named with its weights, and nothing else is said of it', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const { layers, warnings } = runNetwork(hardware, await loadNetwork(file), table);
  t.deepEqual(
    layers.map(({ name }) => name),
    ['always', 'taken'],
  );
  t.true(warnings.includes(NOTE), warnings.join('\n'));
  t.true(warnings.some((warning) => warning.startsWith('always: ')));
  t.false(warnings.some((warning) => warning.startsWith('idle: ')));
});

test('nothing is said of layers that were not asked for', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  const { warnings } = runNetwork(hardware, await loadNetwork(file, { layer: 'always' }), table);
  t.false(
    warnings.some((warning) => /idle|taken/.test(warning)),
    warnings.join('\n'),
  );
});

test('machines side by side say it too', async (t) => {
  const machines = await loadMachines(['eie-64pe', 'bbs'], { multipliers: 64 });
  const network = await loadNetwork(file);
  const comparison = { machines, network, batches: [1], multipliers: 64 };
  const { warnings } = await compareMachinesInterruptibly(comparison, new AbortController().signal);
  t.true(warnings.includes(`EIE, 64 PEs; BBS, 64 banks: ${NOTE}`), warnings.join('\n'));
});
