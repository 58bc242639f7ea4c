import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import type { Eyeriss } from '../../../src/machines/eyeriss-v2-pe/hardware.ts';
import { storedBits } from '../../../src/machines/eyeriss-v2-pe/stored-bits.ts';
import { cut } from '../../../src/machines/eyeriss-v2-pe/tiles.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { multiply, storeLayers } from '../../../src/run/store-layers.ts';
import { holds } from '../../oracles/hold.ts';
import { layerOf } from '../../oracles/layer-of.ts';
import { stepEyerissPe } from '../../oracles/machines/eyeriss-pe.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';

const PE = (await loadHardware('eyeriss-v2-pe', { set: ['arithmetic.accumulator=fp32'] })) as unknown as Eyeriss;

test('one PE takes the cycles of a PE that is stepped, whatever the batch and the lanes', (t) => {
  holds(
    t,
    fc.tuple(randomRun(60, 30), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
    ([run, lanes, batch]) => {
      const dense = drawLayer(run);
      const layer = layerOf(dense, false);
      const inputs = Array.from({ length: batch }, (_, k) => drawLayer({ ...run, seed: run.seed + k }).activations);
      // fp32 keeps every input that is not zero
      const arithmetic = { weight: 'fp32', activation: 'fp32', accumulator: 'fp32' };
      const hardware = { ...PE, lanes, arithmetic };
      const [stored] = storeLayers(hardware, { name: 'n', file: 'n', seed: null, layers: [layer] }).stored;
      const counts = multiply(stored, inputs);
      const weights = Array.from({ length: dense.rows }, (_, row) =>
        Array.from({ length: dense.columns }, (__, column) => dense.codes[column * dense.rows + row] !== 0),
      );
      const stepped = stepEyerissPe(
        weights,
        inputs.map((input) => [...input].map((value) => value !== 0)),
        lanes,
      );
      assert.equal(counts.cycles, stepped.cycles);
      assert.equal(counts.multiplyAccumulates, stepped.products);
      const { actionCounts } = counts;
      assert.equal(actionCounts['weightScratchpad.read'], stepped.products);
      assert.equal(actionCounts['partialSums.write'] - actionCounts['partialSums.read'], 0);
      const several = storeLayers(
        { ...hardware, processingElements: 5 },
        { name: 'n', file: 'n', seed: null, layers: [layer] },
      ).stored;
      assert.equal(multiply(several[0], inputs).cycles, Math.ceil(stepped.cycles / 5));
    },
    300,
  );
});

test('tiles fit the scratchpads, and are as many as a cut by hand gives', (t) => {
  // 40 rows are blocks of 32 and 8; 20 dense columns of 32 fill 192 weights after 6, of 8 the 16 inputs after 16
  const columns = 20;
  const rows = 40;
  const columnStart = Uint32Array.from({ length: columns + 1 }, (_, column) => column * rows);
  const rowIndex = Uint32Array.from({ length: rows * columns }, (_, k) => k % rows);
  const weights = { kind: 'direct', values: new Float32Array(rows * columns).fill(1) } as const;
  const matrix = { rows, columns, hasBias: false, columnStart, rowIndex, weights };
  const tiles = cut(matrix, PE);
  t.is(tiles.rowBlocks, 2);
  t.is(tiles.tiles, 4 + 2);
  t.is(tiles.waitingSums, 3 * 32 + 1 * 8);
  t.deepEqual(storedBits(matrix, tiles, PE), {
    codes: 800 * 8,
    indices: 800 * 4,
    padding: 0,
    pointers: 2 * 20 * 7,
    bias: 0,
    codebook: 0,
  });
});
