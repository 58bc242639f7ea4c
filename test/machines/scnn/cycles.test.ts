import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import type { Scnn } from '../../../src/machines/scnn/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { holds } from '../../oracles/hold.ts';
import { inputMask, runOn, weightMask } from '../../oracles/machines/masks.ts';
import { stepFoldedScnn, stepPixelScnn } from '../../oracles/machines/rule-machines.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';

const MACHINE = (await loadHardware('scnn')) as Scnn;

test('it takes the cycles of PEs that are stepped through all pairs, barriers and full banks, in the faster of its two mappings', (t) => {
  const choice = fc.record({
    run: randomRun(40, 300),
    rows: fc.integer({ min: 1, max: 4 }),
    columns: fc.integer({ min: 1, max: 4 }),
    inputs: fc.integer({ min: 1, max: 5 }),
    weights: fc.integer({ min: 1, max: 5 }),
    banks: fc.constantFrom(1, 3, 8, 32),
    accumulators: fc.integer({ min: 1, max: 60 }),
    batch: fc.integer({ min: 1, max: 5 }),
  });
  holds(
    t,
    choice,
    ({ run, batch, rows, columns, inputs, weights, banks, accumulators }) => {
      const shape = { rows, columns, inputs, weights, banks, accumulators };
      const dense = drawLayer(run);
      const vectors = Array.from({ length: batch }, (_, k) => drawLayer({ ...run, seed: run.seed + k }).activations);
      const hardware = {
        ...MACHINE,
        array: { rows, columns },
        processingElements: rows * columns,
        multipliers: { inputs, weights },
        accumulators: { banks, entries: accumulators },
      };
      const { counts, stored } = runOn(hardware, dense, vectors);
      const mask = weightMask(stored.layer.matrix);
      const masks = vectors.map(inputMask);
      const expected = Math.min(stepFoldedScnn(mask, masks, shape), stepPixelScnn(mask, masks, shape));
      assert.equal(counts.cycles, expected);
      const met = masks.reduce(
        (sum, input) => sum + mask.reduce((own, row) => own + row.filter((on, c) => on && input[c]).length, 0),
        0,
      );
      assert.equal(counts.multiplyAccumulates, met);
    },
    150,
  );
});
