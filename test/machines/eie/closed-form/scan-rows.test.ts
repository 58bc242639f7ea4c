import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { handLayer, repeat } from '../../../oracles/hand-layer.ts';
import { holds } from '../../../oracles/hold.ts';
import { runBoth } from './cycles-of.ts';

/** Cycles of one scan row by the hits of its lanes: one a hit, and one more to find that nothing is left behind the last hit. */
function rowCost(lanes: readonly number[]): number {
  const hits = lanes.filter((value) => value !== 0).length;
  return lanes.at(-1) === 0 ? hits + 1 : hits;
}

/** Without weights a layer ends in the state that loads the row behind its inputs: the warm-up tic and the cost of every row. */
function checkRows(rows: readonly (readonly number[])[]): void {
  const inputs = rows.flat();
  const layer = handLayer(1, repeat(inputs.length, []), inputs);
  const counts = runBoth(layer, rows[0].length, 8);
  const scanCycles = 1 + rows.reduce((total, lanes) => total + rowCost(lanes), 0);
  assert.equal(counts.cycles, Math.max(9, scanCycles));
  assert.equal(counts.actionCounts['nonZeroDetection.scan'], scanCycles);
  assert.equal(counts.actionCounts['sourceActivations.read'], rows.length * rows[0].length);
}

const scans = test.macro((t, rows: readonly (readonly number[])[]) => {
  checkRows(rows);
  t.pass();
});

const quiet = repeat(10, [0, 0, 0, 0]);
test('an all-zero row costs one cycle', scans, repeat(12, [0, 0, 0, 0]));
test('a hit in the last lane needs no miss', scans, [...quiet, [0, 0, 0, 1]]);
test('a hit in the first lane costs a hit and a miss', scans, [...quiet, [1, 0, 0, 0]]);
test('a full row costs one cycle a lane', scans, [...quiet, [1, 1, 1, 1]]);
test('two hits with gaps around them cost three cycles', scans, [...quiet, [0, 1, 1, 0]]);
test('negative inputs are hits', scans, [...quiet, [-1, 0, -2, 0]]);
test('one PE scans one input a cycle, zero or not', scans, [[1], [0], [0], [1], [0], [1], [1], [0], [0], [0], [1]]);

test('the scan costs the sum of its rows, whatever the inputs', (t) => {
  const lane = fc.constantFrom(0, 1);
  const rowsOf = (pes: number) =>
    fc.array(fc.array(lane, { minLength: pes, maxLength: pes }), { minLength: 1, maxLength: 12 });
  holds(t, fc.integer({ min: 1, max: 9 }).chain(rowsOf), checkRows, 300);
});
