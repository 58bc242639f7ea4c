import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { type Dataflow, foldsOf, laidOut } from '../../../src/machines/systolic/folds.ts';
import { arrayCycles, totalCycles } from '../../../src/machines/systolic/timing.ts';
import { trafficOf, wordsOf } from '../../../src/machines/systolic/traffic.ts';
import { stepSystolic } from '../../oracles/machines/systolic-stepper.ts';

const DATAFLOWS: readonly Dataflow[] = ['weightStationary', 'inputStationary', 'outputStationary'];

const size = fc.integer({ min: 1, max: 9 });
const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 5 }),
  columns: fc.integer({ min: 1, max: 5 }),
  depth: size,
  width: size,
  batch: size,
});

/** A matrix of small whole numbers. */
function numbers(rows: number, columns: number, seed: number): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_unused, j) => ((i * 7 + j * 5 + seed) % 11) - 5),
  );
}

for (const dataflow of DATAFLOWS)
  test(`${dataflow}: cycles, folds and every move equal an array ticked by hand, of any shape`, (t) => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, depth, width, batch }) => {
        const grid = { rows, columns };
        const [weights, inputs] = [numbers(depth, width, 1), numbers(batch, depth, 4)];
        const { outputs, ...stepped } = stepSystolic({ ...grid, dataflow }, weights, inputs);
        const product = { inputs: depth, outputs: width, batch, groups: 1 };
        const laid = laidOut(product, dataflow);
        const cycles = totalCycles(arrayCycles(laid, { ...grid, dataflow, doubleBuffered: false, passes: 1 }));
        const moved = trafficOf(product, dataflow, grid, depth);
        // one multiplier whose sums stay takes a cycle for each product, and SCALE-Sim one less in all
        if (dataflow === 'outputStationary' && rows * columns === 1) stepped.cycles++;
        assert.deepEqual({ ...moved, cycles, folds: foldsOf(laid, grid) }, stepped);
        const expected = inputs.map((input) =>
          weights[0].map((_, n) => input.reduce((sum, value, k) => sum + value * weights[k][n], 0)),
        );
        assert.deepEqual(outputs, expected);
        // a memory that gives one value at a time is asked once for each
        const words = wordsOf(product, dataflow, grid, ONE, ONE, 1);
        const { weightReads, inputReads, sumReads, sumWrites } = moved;
        assert.deepEqual(words, { weightReads, inputReads, sumReads, sumWrites });
      }),
      { numRuns: 300 },
    );
    t.pass();
  });

const ONE = { weight: 1, input: 1, sum: 1 };
