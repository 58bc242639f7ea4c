import test from 'ava';
import * as fc from 'fast-check';
import { UserError } from '../../src/base/user-error.ts';
import { prune, standardDeviation } from '../../src/compress/prune.ts';
import { dense, sparse } from './dense.ts';

test('at a tie exactly the asked number goes, the later weights first', (t) => {
  const [pruned] = prune([sparse([1, 1, 1, 1, 2, 2, 2, 2])], { density: 0.75 });
  t.deepEqual(dense(pruned), [[1, 1, 0, 0, 2, 2, 2, 2]]);
});

test('of 16 equal weights exactly 8 stay at density 0.5', (t) => {
  const [pruned] = prune([sparse([3, 3, 3, 3], [3, 3, 3, 3], [3, 3, 3, 3], [3, 3, 3, 3])], { density: 0.5 });
  t.is(pruned.values.length, 8);
});

test('a density counts all weights, so a layer that is sparser already loses nothing', (t) => {
  const [pruned] = prune([sparse([0, 0, 0, 5], [0, 0, 0, -1])], { density: 0.5 });
  t.deepEqual(dense(pruned), [
    [0, 0, 0, 5],
    [0, 0, 0, -1],
  ]);
});

test('density 0 keeps nothing and density 1 keeps everything', (t) => {
  t.is(prune([sparse([1, -2])], { density: 0 })[0].values.length, 0);
  t.is(prune([sparse([1, -2])], { density: 1 })[0].values.length, 2);
});

test('a threshold keeps its own magnitude', (t) => {
  const [pruned] = prune([sparse([1, -2, 3, -4])], { threshold: 3 });
  t.deepEqual(dense(pruned), [[0, 0, 3, -4]]);
});

test('quality prunes below quality times the standard deviation of the layer, zeros included', (t) => {
  // mean 0, mean square (4 + 4) / 8 = 1
  const weights = sparse([2, -2, 0, 0, 0, 0, 0, 0]);
  t.is(standardDeviation([weights]), 1);
  t.is(prune([weights], { quality: 2 })[0].values.length, 2);
  t.is(prune([weights], { quality: 2.001 })[0].values.length, 0);
});

test('global density takes the largest weights wherever they are, per layer takes the same share of each', (t) => {
  const layers = [sparse([1, 2, 3, 4]), sparse([10, 20, 30, 40])];
  const kept = (scope: 'layer' | 'global') => prune(layers, { density: 0.5 }, scope).map(({ values }) => values.length);
  t.deepEqual(kept('layer'), [2, 2]);
  t.deepEqual(kept('global'), [0, 4]);
});

test('the achieved count is the rounded one, and no pruned magnitude is above a kept one', (t) => {
  const weights = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (row, density) => {
      const original = sparse(row);
      const [pruned] = prune([original], { density });
      t.is(pruned.values.length, Math.min(original.values.length, Math.round(density * row.length)));
      const smallestKept = Math.min(Infinity, ...pruned.values.map(Math.abs));
      const dropped = dense(original)[0].filter((value, column) => value !== 0 && dense(pruned)[0][column] === 0);
      t.true(dropped.every((value) => Math.abs(value) <= smallestKept));
    }),
  );
});

const refused = test.macro({
  exec: (t, rule: { density: number } | { threshold: number } | { quality: number }) => {
    t.throws(() => prune([sparse([1])], rule), { instanceOf: UserError, message: /expected a number from 0/ });
  },
  title: (_given, rule: object) => `${JSON.stringify(rule)} is refused`,
});
test(refused, { density: 1.5 });
test(refused, { density: -0.1 });
test(refused, { threshold: -1 });
test(refused, { quality: Number.NaN });
