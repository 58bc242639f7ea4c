import test from 'ava';
import { handLayer, repeat, upToRow } from '../../../oracles/hand-layer.ts';
import { drain, firstEntry, runBoth } from './cycles-of.ts';

/** Every PE has `entries` entries in every column, and every input is sent. */
const balanced = test.macro((t, pes: number, columns: number, entries: number, depth: number) => {
  const layer = handLayer(pes * entries, repeat(columns, upToRow(pes * entries)));
  const { cycles, stallCycles, perProcessingElement } = runBoth(layer, pes, depth);
  t.is(cycles, firstEntry + columns * entries - 1 + drain);
  t.deepEqual(Array.from(perProcessingElement.busy), repeat(pes, columns * entries));
  t.deepEqual(Array.from(perProcessingElement.starved), repeat(pes, firstEntry - 1 + drain));
  t.is(stallCycles, Math.max(0, (columns - depth) * entries + 3 - columns));
});

test('one column on one PE takes its entries + 8 cycles', balanced, 1, 1, 5, 8);
test('equal columns on 4 PEs keep every PE busy without a gap', balanced, 4, 16, 3, 8);
test('equal columns on 64 PEs keep every PE busy without a gap', balanced, 64, 64, 2, 8);
test('one entry a column is as fast as the broadcast', balanced, 4, 40, 1, 3);
test('a queue of 2 is deep enough where columns have two entries', balanced, 4, 40, 2, 2);
test('a queue of 256 is not faster than a queue of 2 on a balanced matrix', balanced, 4, 40, 2, 256);
test('an odd number of PEs', balanced, 5, 35, 4, 4);

test('a queue of 2 holds a single item and halves the rate of one-entry columns', (t) => {
  const columns = 40;
  const layer = handLayer(4, repeat(columns, upToRow(4)));
  t.is(runBoth(layer, 4, 2).cycles, firstEntry + 2 * (columns - 1) + drain);
});

test('rows that do not fill the last PE leave it with the shorter column', (t) => {
  const { cycles, perProcessingElement } = runBoth(handLayer(7, repeat(8, upToRow(7))), 4, 8);
  t.is(cycles, firstEntry + 8 * 2 - 1 + drain);
  t.deepEqual(Array.from(perProcessingElement.busy), [16, 16, 16, 8]);
});
