import test from 'ava';
import * as fc from 'fast-check';
import { type BothChoice, runFast } from '../oracles/both.ts';
import { denseProduct } from '../oracles/dense-product.ts';
import type { DenseLayer } from '../oracles/eie-gen-1.ts';
import { drawLayer, type RandomRun, randomRun } from '../oracles/random-layer.ts';

const ruleAndRun = fc.tuple(fc.constantFrom('drained', 'reference'), randomRun(150, 60));

/** Holds a property on a thousand random layers. */
function always(property: (layer: DenseLayer, choice: BothChoice) => void): void {
  const run = (rule: BothChoice['rule'], choice: RandomRun) => property(drawLayer(choice), { ...choice, rule });
  fc.assert(
    fc.property(ruleAndRun, ([rule, choice]) => run(rule, choice)),
    { numRuns: 1000 },
  );
}

function sum(values: Uint32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

test('every count is a whole number and none is negative', (t) => {
  always((layer, choice) => {
    const { perProcessingElement, actionCounts, cycles, broadcasts, multiplyAccumulates, stallCycles } = runFast(
      layer,
      choice,
    );
    const lists = Object.values(perProcessingElement).flatMap((list) => Array.from(list));
    const counts = [...Object.values(actionCounts), ...lists, cycles, broadcasts, multiplyAccumulates, stallCycles];
    t.deepEqual(
      counts.filter((count) => !Number.isSafeInteger(count) || count < 0),
      [],
    );
  });
});

test('in every cycle a PE is busy, in an empty column or starved', (t) => {
  always((layer, choice) => {
    const { cycles, perProcessingElement } = runFast(layer, choice);
    const { busy, emptyColumn, starved, blocked, bypasses } = perProcessingElement;
    for (let pe = 0; pe < choice.processingElements; pe++) {
      t.is(busy[pe] + emptyColumn[pe] + starved[pe], cycles);
      t.true(starved[pe] <= cycles && blocked[pe] <= cycles && bypasses[pe] <= busy[pe]);
    }
  });
});

test('a PE multiplies at most once a cycle, and no layer is faster than its entries spread evenly', (t) => {
  always((layer, choice) => {
    const { cycles, theoreticalCycles, multiplyAccumulates, perProcessingElement } = runFast(layer, choice);
    t.true(multiplyAccumulates <= sum(perProcessingElement.busy));
    t.true(multiplyAccumulates <= cycles * choice.processingElements);
    if (choice.rule === 'drained') t.true(theoreticalCycles <= cycles);
  });
});

test('what is sent, queued, taken, read and added fits together', (t) => {
  always((layer, choice) => {
    const counts = runFast(layer, choice);
    const actions = counts.actionCounts;
    const pushes = counts.broadcasts * choice.processingElements;
    t.is(actions['broadcast.send'], counts.broadcasts);
    t.is(actions['activationQueue.push'], pushes);
    t.is(actions['activationQueue.pop'], actions['pointers.read']);
    t.true(actions['pointers.read'] <= pushes);
    if (choice.rule === 'drained') t.is(actions['pointers.read'], pushes);
    t.true(actions['sparseMatrix.read'] <= actions['addressAccumulator.add']);
    t.is(actions['codebook.read'], actions['addressAccumulator.add']);
    t.is(actions['arithmeticUnit.multiply'], counts.multiplyAccumulates);
    t.is(actions['arithmeticUnit.add'], counts.multiplyAccumulates);
    t.is(actions['destinationActivations.write'], counts.multiplyAccumulates);
    const bypassed = actions['destinationActivations.write'] - actions['destinationActivations.read'];
    t.is(bypassed, sum(counts.perProcessingElement.bypasses));
  });
});

test('a deeper queue never costs a cycle and changes neither reads nor outputs', (t) => {
  always((layer, choice) => {
    const shallow = runFast(layer, { ...choice, rule: 'drained' });
    const deep = runFast(layer, { ...choice, rule: 'drained', queueDepth: choice.queueDepth + 1 });
    t.true(deep.cycles <= shallow.cycles);
    t.is(deep.actionCounts['sparseMatrix.read'], shallow.actionCounts['sparseMatrix.read']);
    t.deepEqual(deep.outputs, shallow.outputs);
  });
});

test('lines twice as wide are never read more often, and at least half as often', (t) => {
  always((layer, choice) => {
    const reads = (entriesPerLine: number) =>
      runFast(layer, { ...choice, rule: 'drained', entriesPerLine }).actionCounts['sparseMatrix.read'];
    const [narrow, wide] = [reads(choice.entriesPerLine), reads(2 * choice.entriesPerLine)];
    t.true(wide <= narrow && 2 * wide >= narrow);
  });
});

test('outputs are those of the dense matrix, summed column after column in fp32', (t) => {
  always((layer, choice) => {
    const own = choice.hasBias ? layer : { ...layer, biasCodes: new Uint8Array(layer.rows) };
    t.deepEqual(runFast(layer, { ...choice, rule: 'drained' }).outputs, denseProduct(own, 'zero'));
  });
});
