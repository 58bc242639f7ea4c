import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import type { CambriconS } from '../../../src/machines/cambricon-s/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { holds } from '../../oracles/hold.ts';
import { inputMask, runOn, weightMask } from '../../oracles/machines/masks.ts';
import { stepCambriconS } from '../../oracles/machines/rule-machines.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';

const MACHINE = (await loadHardware('cambricon-s')) as CambriconS;
const choice = fc.record({
  run: randomRun(60, 60),
  processingElements: fc.integer({ min: 1, max: 9 }),
  lanes: fc.integer({ min: 1, max: 9 }),
});

test('it takes the cycles of blocks that are stepped through the inputs of their index', (t) => {
  holds(
    t,
    choice,
    ({ run, processingElements, lanes }) => {
      const dense = drawLayer(run);
      const { counts, stored } = runOn({ ...MACHINE, processingElements, lanes }, dense);
      const mask = weightMask(stored.layer.matrix);
      assert.equal(counts.cycles, stepCambriconS(mask, inputMask(dense.activations), processingElements, lanes));
    },
    400,
  );
});

test('of a layer as many blocks stay as its density asks for, and a layer of such blocks is left as it is', (t) => {
  holds(
    t,
    choice,
    ({ run, processingElements }) => {
      const dense = drawLayer(run);
      const { stored } = runOn({ ...MACHINE, processingElements }, dense);
      const { rows, columns, columnStart } = stored.layer.matrix;
      const blocks = new Set<string>();
      for (let column = 0; column < columns; column++)
        for (let k = columnStart[column]; k < columnStart[column + 1]; k++)
          blocks.add(`${column},${Math.floor(stored.layer.matrix.rowIndex[k] / processingElements)}`);
      const high = Math.ceil(rows / processingElements);
      const weights = dense.codes.reduce((count, code) => count + (code === 0 ? 0 : 1), 0);
      assert.ok(blocks.size <= Math.round((weights / (rows * columns)) * (high * columns)));
      const whole = { ...dense, codes: dense.codes.map(() => 1) };
      const full = runOn({ ...MACHINE, processingElements }, whole).stored.layer.matrix;
      assert.equal(full.columnStart[columns], rows * columns);
    },
    200,
  );
});
