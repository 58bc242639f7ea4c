import assert from 'node:assert/strict';
import test from 'ava';
import { drain } from '../../../../src/base/steps.ts';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { eieCycleBounds } from '../../../../src/machines/eie/view/cycle-bounds.ts';
import { runFast } from '../../../oracles/both.ts';
import { hardwareOf } from '../../../oracles/hardware-of.ts';
import { holds } from '../../../oracles/hold.ts';
import { layerOf } from '../../../oracles/layer-of.ts';
import { drawLayer, type RandomRun, randomRun } from '../../../oracles/random-layer.ts';

test('the parts of a layer add up to its cycles', (t) => {
  const addUp = (run: RandomRun) => {
    const dense = drawLayer(run);
    const choice = { ...run, rule: 'drained' } as const;
    const layer = layerOf(dense, run.hasBias);
    const encode = holdWeights(layer.matrix, run.processingElements, run.indexBits);
    const parts = drain(
      eieCycleBounds(layer, { fit: { layer, warning: null }, encode, rows: [encode] }, hardwareOf(choice)),
    );
    assert.equal(
      parts.reduce((sum, { cycles }) => sum + cycles, 0),
      runFast(dense, choice).cycles,
    );
    for (const { cycles } of parts) assert.ok(cycles > 0);
  };
  holds(t, randomRun(60, 150), addUp, 1000);
});

/** A layer of the machine's four PEs, column after column; PE 0, or the first two in turn, has `heavy` weights of each column, the others one. */
function lopsided(heavy: number, depth: number, columns = 24, turns = 1) {
  const rows = 4 * 64;
  const codes = new Uint8Array(rows * columns);
  for (let column = 0; column < columns; column++)
    for (let local = 0; local < heavy; local++)
      for (let pe = 0; pe < 4; pe++)
        if (local === 0 || pe === column % turns) codes[column * rows + local * 4 + pe] = 1;
  const dense = {
    rows,
    columns,
    codes,
    activations: new Float32Array(columns).fill(1),
    biasCodes: new Uint8Array(rows),
    codebook: Float32Array.from({ length: 16 }, (_, code) => code),
  };
  const layer = layerOf(dense, false);
  const machine = hardwareOf({ processingElements: 4, queueDepth: depth, entriesPerLine: 8, rule: 'drained' });
  const held = holdWeights(layer.matrix, 4, 4);
  const weights = { fit: { layer, warning: null }, encode: held, rows: [held] };
  return drain(eieCycleBounds(layer, weights, machine));
}

test('a PE with most of the weights is what bounds the layer', (t) => {
  const [first] = lopsided(20, 8);
  t.like(first, { title: 'entries, one after the other', processingElement: 0 });
  t.is(first.cycles, 24 * 20 - 1); // all its entries; with the last one the pipeline begins to run empty
});

test('with one weight a column the scan bounds it: a cycle for each activation', (t) => {
  const parts = lopsided(1, 8);
  t.is(parts.find(({ title }) => title.startsWith('scan: a cycle for each activation'))?.cycles, 24);
  t.true(parts.every(({ processingElement }) => processingElement === undefined));
});

test('a queue that is full tens of thousands of times is followed back through all of them', (t) => {
  const parts = lopsided(9, 2, 30_000, 2);
  t.true(parts.find(({ title }) => title.startsWith('from a pop'))!.cycles > 10_000);
});
