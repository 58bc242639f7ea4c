import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { type BothChoice, runFast } from '../../oracles/both.ts';
import { denseProduct } from '../../oracles/dense-product.ts';
import type { DenseLayer } from '../../oracles/eie/eie-gen-1.ts';
import { holds } from '../../oracles/hold.ts';
import { drawLayer, randomRun } from '../../oracles/random-layer.ts';

const ruleAndRun = fc.tuple(fc.constantFrom('drained' as const, 'reference' as const), randomRun(150, 60));

type Invariant = (layer: DenseLayer, choice: BothChoice) => void;

const always = test.macro((t, invariant: Invariant) => {
  holds(t, ruleAndRun, ([rule, run]) => invariant(drawLayer(run), { ...run, rule }), 1000);
});

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

test('every count is a whole number and none is negative', always, (layer, choice) => {
  const { perProcessingElement, actionCounts, cycles, broadcasts, multiplyAccumulates, stallCycles } = runFast(
    layer,
    choice,
  );
  const lists = Object.values(perProcessingElement).flatMap((list) => Array.from(list));
  const counts = [...Object.values(actionCounts), ...lists, cycles, broadcasts, multiplyAccumulates, stallCycles];
  assert.deepEqual(
    counts.filter((count) => !Number.isSafeInteger(count) || count < 0),
    [],
  );
});

test('in every cycle a PE is busy, in an empty column or starved', always, (layer, choice) => {
  const { cycles, perProcessingElement } = runFast(layer, choice);
  const { busy, emptyColumn, starved, blocked, bypasses } = perProcessingElement;
  for (let pe = 0; pe < choice.processingElements; pe++) {
    assert.equal(busy[pe] + emptyColumn[pe] + starved[pe], cycles);
    assert.ok(starved[pe] <= cycles && blocked[pe] <= cycles && bypasses[pe] <= busy[pe]);
  }
});

test(
  'a PE multiplies at most once a cycle, and no layer is faster than its entries spread evenly',
  always,
  (layer, choice) => {
    const { cycles, theoreticalCycles, multiplyAccumulates, perProcessingElement } = runFast(layer, choice);
    assert.ok(multiplyAccumulates <= sum(perProcessingElement.busy));
    assert.ok(multiplyAccumulates <= cycles * choice.processingElements);
    if (choice.rule === 'drained') assert.ok(theoreticalCycles <= cycles);
  },
);

test('what is sent, queued, taken, read and added fits together', always, (layer, choice) => {
  const counts = runFast(layer, choice);
  const actions = counts.actionCounts;
  const pushes = counts.broadcasts * choice.processingElements;
  assert.equal(actions['broadcast.send'], counts.broadcasts);
  assert.equal(actions['activationQueue.push'], pushes);
  assert.equal(actions['activationQueue.pop'], actions['pointers.read']);
  assert.ok(actions['pointers.read'] <= pushes);
  if (choice.rule === 'drained') assert.equal(actions['pointers.read'], pushes);
  assert.ok(actions['sparseMatrix.read'] <= actions['addressAccumulator.add']);
  assert.equal(actions['codebook.read'], actions['addressAccumulator.add']);
  assert.equal(actions['arithmeticUnit.multiply'], counts.multiplyAccumulates);
  assert.equal(actions['arithmeticUnit.add'], counts.multiplyAccumulates);
  assert.equal(actions['destinationActivations.write'], counts.multiplyAccumulates);
  const bypassed = actions['destinationActivations.write'] - actions['destinationActivations.read'];
  const bypasses = sum(counts.perProcessingElement.bypasses);
  // a write follows its bypass by two states: an early stop may cut between them, once for each of the last two states of a PE
  const cut = choice.rule === 'drained' ? 0 : 2 * choice.processingElements;
  assert.ok(bypassed <= bypasses && bypassed >= bypasses - cut, `${bypassed} of ${bypasses} bypasses`);
});

test('a deeper queue never costs a cycle and changes neither reads nor outputs', always, (layer, choice) => {
  const shallow = runFast(layer, { ...choice, rule: 'drained' });
  const deep = runFast(layer, { ...choice, rule: 'drained', queueDepth: choice.queueDepth + 1 });
  assert.ok(deep.cycles <= shallow.cycles);
  assert.equal(deep.actionCounts['sparseMatrix.read'], shallow.actionCounts['sparseMatrix.read']);
  assert.deepEqual(deep.outputs, shallow.outputs);
});

test('lines twice as wide are never read more often, and at least half as often', always, (layer, choice) => {
  const reads = (entriesPerLine: number) =>
    runFast(layer, { ...choice, rule: 'drained', entriesPerLine }).actionCounts['sparseMatrix.read'];
  const [narrow, wide] = [reads(choice.entriesPerLine), reads(2 * choice.entriesPerLine)];
  assert.ok(wide <= narrow && 2 * wide >= narrow);
});

test('outputs are those of the dense matrix, summed column after column in fp32', always, (layer, choice) => {
  const own = choice.hasBias ? layer : { ...layer, biasCodes: new Uint8Array(layer.rows) };
  assert.deepEqual(runFast(layer, { ...choice, rule: 'drained' }).outputs, denseProduct(own, 'zero'));
});
