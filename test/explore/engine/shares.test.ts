import test from 'ava';
import { shares } from '../../../src/explore/engine/shares.ts';

/** Weights of the layers of the EIE benchmark, zeros among them: VGG-6 is the fourth, and half of all. */
const BENCHMARK = [
  4096 * 9216,
  4096 * 4096,
  1000 * 4096,
  4096 * 25088,
  4096 * 4096,
  1000 * 4096,
  600 * 4096,
  8791 * 600,
  2400 * 1201,
];

test('of two who do the benchmark one has its largest layer, and the other all the others', (t) => {
  t.deepEqual(shares(BENCHMARK, 2), [1, 1, 1, 0, 1, 1, 1, 1, 1]);
});

test('all have about as much to do, and one alone has all', (t) => {
  t.deepEqual(shares(BENCHMARK, 1), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
  t.deepEqual(shares([1, 1, 1, 1, 1], 2), [0, 1, 0, 1, 0]);
  t.deepEqual(shares(BENCHMARK, 4), [1, 2, 3, 0, 3, 3, 2, 2, 2]);
  t.deepEqual(shares([], 2), []);
});
