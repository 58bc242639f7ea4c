import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import type { CambriconX } from '../../../src/machines/cambricon-x/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { holds } from '../../oracles/hold.ts';
import { runOn, weightMask } from '../../oracles/machines/masks.ts';
import { stepCambriconX } from '../../oracles/machines/rule-machines.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';

const MACHINE = (await loadHardware('cambricon-x')) as CambriconX;

test('it takes the cycles of PEs that are stepped through their rows', (t) => {
  const choice = fc.record({
    run: randomRun(60, 90),
    processingElements: fc.integer({ min: 1, max: 9 }),
    lanes: fc.integer({ min: 1, max: 9 }),
    stepBits: fc.integer({ min: 1, max: 5 }),
  });
  holds(
    t,
    choice,
    ({ run, processingElements, lanes, stepBits }) => {
      const { counts, stored } = runOn(
        { ...MACHINE, processingElements, lanes, encoding: { stepBits } },
        drawLayer(run),
      );
      const expected = stepCambriconX(weightMask(stored.layer.matrix), processingElements, lanes, stepBits);
      assert.equal(counts.cycles, expected);
    },
    400,
  );
});
