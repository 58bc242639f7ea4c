import test from 'ava';
import { handLayer, repeat, upToRow } from '../../../oracles/hand-layer.ts';
import { drain, firstEntry, runBoth } from './cycles-of.ts';

const delays = test.macro((t, empty: number, entries: number) => {
  const layer = handLayer(entries, [...repeat(empty, []), upToRow(entries)]);
  const { cycles, perProcessingElement } = runBoth(layer, 1, 8);
  t.is(cycles, firstEntry + empty + entries - 1 + drain);
  t.deepEqual(Array.from(perProcessingElement.emptyColumn), [empty]);
});

test('one empty column delays the next by one cycle', delays, 1, 4);
test('ten empty columns delay the next by ten cycles', delays, 10, 4);

test('an empty column occupies a PE that has work queued for exactly one cycle', (t) => {
  for (const empty of [0, 1, 5]) {
    const layer = handLayer(20, [upToRow(20), ...repeat(empty, []), [0]]);
    t.is(runBoth(layer, 1, 8).cycles, firstEntry + 20 + empty + drain);
  }
});

test('a PE with empty columns only is never busy and never blocks', (t) => {
  const { perProcessingElement } = runBoth(handLayer(4, repeat(30, [0, 0])), 2, 2);
  t.deepEqual(Array.from(perProcessingElement.busy), [30, 0]);
  t.is(perProcessingElement.emptyColumn[1], 30);
});

test('a matrix without a weight ends when the scan has passed its last row', (t) => {
  t.is(runBoth(handLayer(3, repeat(40, [])), 1, 8).cycles, 41);
});

test('no layer takes fewer than 9 cycles', (t) => {
  t.is(runBoth(handLayer(1, [[]]), 1, 8).cycles, 9);
  t.is(runBoth(handLayer(1, [[0]], [0]), 1, 8).cycles, 9);
});
