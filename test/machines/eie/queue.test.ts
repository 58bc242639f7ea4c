import test, { type ExecutionContext } from 'ava';
import { holdWeights } from '../../../src/compress/held-weights.ts';
import { scan, sentColumns } from '../../../src/machines/eie/scan.ts';
import { startState, timeItems } from '../../../src/machines/eie/timing.ts';
import type { DenseLayer } from '../../oracles/eie/eie-gen-1.ts';
import { handLayer, repeat, upToRow } from '../../oracles/hand-layer.ts';
import { layerOf } from '../../oracles/layer-of.ts';

/** Tics in which the items are pushed into the queues, and in which PE 0 takes them. */
function schedule(layer: DenseLayer, pes: number, depth: number): { pushes: number[]; pops: number[] } {
  const held = holdWeights(layerOf(layer, false).matrix, pes, 4);
  const scanned = scan(sentColumns(layer.activations, 'nonZero', false), layer.activations.length, pes);
  const timed = timeItems(scanned, held, depth);
  const pushes = Array.from(timed.broadcastAt);
  return { pushes, pops: pushes.map((_, item) => startState(timed, item, 0)) };
}

/** Columns of those lengths on one PE, every input sent. */
function columns(...lengths: number[]): DenseLayer {
  return handLayer(Math.max(1, ...lengths), lengths.map(upToRow));
}

test('the first item is pushed in tic 2, for the first row is loaded in tic 1', (t) => {
  t.deepEqual(schedule(columns(1), 1, 2).pushes, [2]);
});

test('an item can be taken in the tic after its push and not in the same', (t) => {
  const { pushes, pops } = schedule(columns(1), 1, 8);
  t.is(pops[0], pushes[0] + 1);
});

test('an item is taken in the tic after the last entry of the column before', (t) => {
  t.deepEqual(schedule(columns(5, 4, 1), 1, 8).pops, [3, 8, 12]);
});

function pushAfterPop(t: ExecutionContext, depth: number): void {
  const { pushes, pops } = schedule(columns(...repeat(depth + 3, 50)), 1, depth);
  // item depth finds the queue full of items 1 .. depth - 1; the pop of item 1 shows in the state after it
  t.is(pushes[depth], pops[1] + 1);
}

test('a queue of 2: a pop frees its slot for a push in the next tic and not in the same', (t) => pushAfterPop(t, 2));
test('a queue of 3: a pop frees its slot for a push in the next tic and not in the same', (t) => pushAfterPop(t, 3));
test('a queue of 8: a pop frees its slot for a push in the next tic and not in the same', (t) => pushAfterPop(t, 8));

test('a queue of 8 holds 7 items beside the one in work: the ninth item waits, the eighth does not', (t) => {
  const { pushes } = schedule(columns(...repeat(9, 100)), 1, 8);
  t.deepEqual(pushes.slice(0, 8), [2, 3, 4, 5, 6, 7, 8, 9]);
  t.is(pushes[8], 104);
});

test('a queue of 2 cannot take the second item in the tic in which the first is taken', (t) => {
  t.deepEqual(schedule(columns(1, 1, 1), 1, 2).pushes, [2, 4, 6]);
});

test('the slowest PE holds the broadcast back for all', (t) => {
  const own = upToRow(30).map((row) => 2 * row + 1);
  const { pushes, pops } = schedule(handLayer(60, repeat(4, own)), 2, 2);
  t.deepEqual(
    pops,
    pushes.map((tic) => tic + 1),
  );
  // PE 1 takes item 1 in tic 33, 30 entries after item 0
  t.is(pushes[2], 34);
});

/** A column of 40 entries fills a queue of 2 with the next column; then zeros, then a third column. */
function missesBehindFullQueue(zeros: number): number {
  const rows = [upToRow(40), [0], ...repeat(zeros, []), [0]];
  return schedule(handLayer(40, rows, [1, 1, ...repeat(zeros, 0), 1]), 1, 2).pushes[2];
}

test('a miss is never stalled by a full queue', (t) => {
  t.is(missesBehindFullQueue(0), 44);
  t.is(missesBehindFullQueue(39), 44, 'misses pass while the queue is full');
  t.is(missesBehindFullQueue(40), 45, 'one more miss than the wait is long shows');
});
