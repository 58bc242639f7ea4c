import test from 'ava';
import { runFast, runStepper } from '../../oracles/both.ts';
import { listOf } from '../../oracles/counts.ts';
import { handLayer } from '../../oracles/hand-layer.ts';

const passes = test.macro(
  (t, expected: number, columns: readonly (readonly number[])[], inputs?: readonly number[]) => {
    const layer = handLayer(40, columns, inputs);
    const machine = { processingElements: 1, queueDepth: 8, entriesPerLine: 8, indexBits: 4 };
    const choice = { ...machine, hasBias: false, rule: 'drained' } as const;
    const counts = runFast(layer, choice);
    t.is(counts.perProcessingElement.bypasses[0], expected);
    t.deepEqual(listOf(runStepper(layer, choice), 'bypasses'), [expected]);
    const { 'destinationActivations.read': reads } = counts.actionCounts;
    t.is(reads, counts.multiplyAccumulates - expected);
  },
);

test('the sum is bypassed where a column begins with the row that the one before ended with', passes, 1, [[2], [2]]);
test('a chain of one-row columns is bypassed link by link', passes, 3, [[2], [2], [2], [2]]);
test('only the last row of the column before counts', passes, 0, [[2, 3], [2]]);
test('only the first row of the next column counts', passes, 0, [[2], [1, 2]]);
test('the last row of one and the first of the next', passes, 1, [
  [1, 2],
  [2, 3],
]);
test('an empty column between leaves time to write', passes, 0, [[2], [], [2]]);
test('a zero input between leaves time to write', passes, 0, [[2], [], [2]], [1, 0, 1]);
test('a zero input does not, while the PE is busy with a longer column', passes, 1, [[1, 2], [], [2]], [1, 0, 1]);
test('a padding zero in front of the row leaves time to write', passes, 0, [[20], [20]]);
