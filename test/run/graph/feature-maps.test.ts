import test from 'ava';
import type { Graph } from '../../../src/network/graph/graph.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { layer } from '../../compress/dense.ts';
import { givenInputs } from '../../oracles/given-inputs.ts';

/** A 1 x 1 convolution of one channel to two: 20 x 20 positions, 400 values in and 800 out. */
const graph: Graph = {
  inputs: [{ name: 'x', shape: [1, 1, 20, 20] }],
  outputs: ['y'],
  nodes: [
    {
      name: 'c',
      operator: 'Conv',
      inputs: ['x', 'w'],
      outputs: ['y'],
      attributes: {},
      layers: ['c'],
      weightInputs: [1],
    },
  ],
  constants: new Map(),
};
const kernel = { ...layer([1], [-2]), name: 'c', kind: 'convolution', shape: [2, 1, 1, 1] } as const;

const run = async (...set: string[]) => {
  const imported = { format: 'test', layers: [kernel], skipped: [], warnings: [], graph };
  const inputs = givenInputs([1, 20, 20], new Array(400).fill(1));
  const network = importedNetwork(imported, { file: 'n.onnx', name: 'n', inputs });
  const hardware = await loadHardware('eie-64pe', {
    set: ['processingElements=4', 'memories.activations.capacity=512 B', ...set],
  });
  return runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
};

// a PE has 100 values in and 200 out: 25 and 50 words of four, of which its memory holds 64
const TOLD = 'c: 75 words of activations on each PE, the activation memory holds 64; ';
const SHARE = 1 - 64 / 75;

test('feature maps of a convolution that the activation memory does not hold are told, refused, or go through DRAM, each value once', async (t) => {
  const warned = await run();
  t.true(warned.warnings.includes(`${TOLD}simulated as if it fitted`));
  t.is(warned.layers[0].dram, undefined);
  await t.throwsAsync(run('weights.overflow=error'), { message: /c: 75 words of activations/ });
  const streamed = await run('weights.overflow=stream');
  t.true(streamed.warnings.includes(`${TOLD}what does not fit is read from DRAM and written to it`));
  t.deepEqual(streamed.layers[0].dram!.activations, {
    readBytes: 2 * Math.ceil(400 * SHARE),
    writtenBytes: 2 * Math.ceil(800 * SHARE),
  });
  t.true(streamed.totals.energyPj.dram > 0);
  t.true(streamed.totals.energyPj.total > warned.totals.energyPj.total);
  t.deepEqual(streamed.outputs, warned.outputs);
});

test('maps that it holds cost no DRAM', async (t) => {
  const fits = await run('weights.overflow=stream', 'memories.activations.capacity=1 KiB');
  t.is(fits.layers[0].dram, undefined);
  t.false(fits.warnings.some((warning) => warning.includes('words of activations')));
});
