import test from 'ava';
import { runFast, runStepper } from '../../oracles/both.ts';
import { countsOfLayer, countsOfStepper } from '../../oracles/counts.ts';
import type { DenseLayer } from '../../oracles/eie/eie-gen-1.ts';
import { handLayer, repeat, upToRow } from '../../oracles/hand-layer.ts';

const agrees = test.macro((t, processingElements: number, queueDepth: number, layer: () => DenseLayer) => {
  const dense = layer();
  const machine = { processingElements, queueDepth, entriesPerLine: 8, indexBits: 4, hasBias: false } as const;
  const choice = { ...machine, rule: 'drained' } as const;
  t.deepEqual(countsOfLayer(runFast(dense, choice)), countsOfStepper(runStepper(dense, choice)));
});

/** Every weight of every row that lives on PE 0. */
function overloaded(processingElements: number, localRows: number, columns: number): DenseLayer {
  const own = upToRow(localRows).map((row) => row * processingElements);
  return handLayer(localRows * processingElements, repeat(columns, own));
}

test('a PE may lag 50,000 cycles behind the broadcast', agrees, 2, 256, () => overloaded(2, 200, 400));
test('a PE may lag 32,640 cycles: all that 15-bit lanes hold', agrees, 2, 128, () => overloaded(2, 255, 160));
test('a PE may lag 32,768 cycles: one too many for 15-bit lanes', agrees, 2, 128, () => overloaded(2, 256, 160));
test('a lag of 33,000 cycles on an odd number of PEs', agrees, 3, 200, () => overloaded(3, 165, 230));
test('a column of 70,000 entries', agrees, 1, 2, () => handLayer(70000, [upToRow(70000), [5], upToRow(9)]));
test('40,000 zero inputs between two columns', agrees, 1, 2, () =>
  handLayer(2, [[0, 1], ...repeat(40000, [0]), [0, 1]], [1, ...repeat(40000, 0), 1]),
);
test('33,000 zero inputs while a PE still lags 32,000 cycles behind', agrees, 1, 128, () =>
  handLayer(
    255,
    [...repeat(128, upToRow(255)), ...repeat(33000, [0]), [0, 1]],
    [...repeat(128, 1), ...repeat(33000, 0), 1],
  ),
);
