import test from 'ava';
import { handLayer, repeat, upToRow } from '../../../oracles/hand-layer.ts';
import { drain, firstEntry, runBoth } from './cycles-of.ts';

/** PE 0 has `entries` entries in each column and all other PEs none; item n goes out one tic after PE 0 took item n - depth + 1. */
const overloads = test.macro((t, pes: number, columns: number, entries: number, depth: number) => {
  const own = upToRow(entries).map((row) => row * pes);
  const layer = handLayer(entries * pes, repeat(columns, own));
  const { cycles, stallCycles, perProcessingElement } = runBoth(layer, pes, depth);
  t.is(cycles, firstEntry + columns * entries - 1 + drain);
  const lastSent = Math.max(columns + 1, firstEntry + (columns - depth) * entries + 1);
  t.is(stallCycles, lastSent - (columns + 1));
  t.is(perProcessingElement.blocked[0], stallCycles);
  // the others take every item at once; a queue of 2 is full in the state after each push, whoever takes it
  const others = depth === 2 ? columns - 1 : 0;
  t.deepEqual(Array.from(perProcessingElement.blocked).slice(1), repeat(pes - 1, others));
});

test('one overloaded PE holds the broadcast back once its queue of 4 is full', overloads, 4, 20, 5, 4);
test('one overloaded PE with a queue of 2', overloads, 4, 20, 5, 2);
test('one overloaded PE among 64 with a queue of 8', overloads, 64, 64, 7, 8);
test('a queue that holds all columns never stalls the broadcast', overloads, 4, 16, 5, 16);
test('a queue one slot short of that stalls the broadcast for the last column only', overloads, 4, 20, 20, 19);
