import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import type { BankBalanced } from '../../../src/machines/bank-balanced/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { holds } from '../../oracles/hold.ts';
import { runOn, weightMask } from '../../oracles/machines/masks.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';

const MACHINE = (await loadHardware('bbs')) as BankBalanced;

test('a row takes as many cycles as its slots over the multipliers, and no block has more weights than slots', (t) => {
  const choice = fc.record({
    run: randomRun(40, 60),
    multipliers: fc.integer({ min: 1, max: 20 }),
    kept: fc.integer({ min: 1, max: 4 }),
    more: fc.integer({ min: 0, max: 4 }),
  });
  holds(
    t,
    choice,
    ({ run, multipliers, kept, more }) => {
      const of = kept + more;
      const hardware = { ...MACHINE, processingElements: multipliers, encoding: { pattern: `${kept}:${of}` } };
      const { counts, stored } = runOn(hardware, drawLayer(run));
      const slots = Math.ceil(run.columns / of) * kept;
      let cycles = 0;
      for (let row = 0; row < run.rows; row++) for (let left = slots; left > 0; left -= multipliers) cycles++;
      assert.equal(counts.cycles, cycles);
      for (const row of weightMask(stored.layer.matrix))
        for (let first = 0; first < row.length; first += of)
          assert.ok(row.slice(first, first + of).filter(Boolean).length <= kept);
      const { actionCounts, multiplyAccumulates } = counts;
      const { emptySlots } = counts as unknown as { readonly emptySlots: number };
      assert.equal(emptySlots + multiplyAccumulates, actionCounts['arithmeticUnit.multiply']);
    },
    400,
  );
});

test('banks keep what the density of the layer asks for, rounded up, and each multiplier works in each cycle', (t) => {
  holds(
    t,
    fc.tuple(randomRun(40, 64), fc.integer({ min: 1, max: 16 })),
    ([run, banks]) => {
      const dense = drawLayer(run);
      const { counts } = runOn({ ...MACHINE, processingElements: banks }, dense);
      const used = Math.min(banks, run.columns);
      const size = Math.ceil(run.columns / used);
      const weights = dense.codes.reduce((count, code) => count + (code === 0 ? 0 : 1), 0);
      const perBank = Math.max(1, Math.ceil((weights * size) / (run.rows * run.columns) - 1e-9));
      assert.equal(counts.cycles, run.rows * Math.ceil((used * perBank) / banks));
      assert.equal(counts.actionCounts['arithmeticUnit.multiply'], run.rows * used * perBank);
    },
    300,
  );
});

test('a pattern that is none is refused with its place', async (t) => {
  t.deepEqual(await faultsOf(() => loadHardware('bbs', { set: ['encoding.pattern=5:4'] })), [
    '--set encoding.pattern: expected banks, dense or N:M, at most N weights in each M inputs of a row, such as 2:4 (N from 1 to M, M to 65536), found "5:4" [PRUNE_PATTERN]',
  ]);
});
