import test from 'ava';
import fc from 'fast-check';
import { ascending } from '../../src/compress/ascending.ts';
import { kMeans } from '../../src/compress/k-means.ts';
import { sortedFloats } from '../../src/compress/sort-floats.ts';

/** So many values of a normal distribution, or nearly; of a format that drops so many lower bits. */
function drawn(count: number, below: number, seed: number): Float32Array {
  let state = seed;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const values = Float32Array.from({ length: count }, () => (next() + next() + next() - 1.5) * 2 ** -4 || 0.5);
  const patterns = new Uint32Array(values.buffer);
  for (let k = 0; k < count; k++) patterns[k] = (patterns[k] & (-1 << below)) | (below === 0 ? 0 : 1 << below);
  return values;
}

test('values that are told once stand in the order of all, as often as they occur', (t) => {
  for (const below of [0, 13, 16])
    for (const count of [1000, 70_000]) {
      const values = drawn(count, below, 5);
      const all = ascending(values);
      t.is(all.starts !== undefined, below > 0 && count > 2 ** 16);
      const { starts = Uint32Array.from({ length: count + 1 }, (_, k) => k) } = all;
      const told = [...all.values].flatMap((value, at) => Array(starts[at + 1] - starts[at]).fill(value));
      t.deepEqual(Float32Array.from(told), sortedFloats(values));
    }
});

test('clusters of values that are told once are those of all values, to the bit', (t) => {
  const cases = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
    below: fc.constantFrom(13, 16, 20, 22),
    k: fc.constantFrom(1, 3, 15, 255),
    initialisation: fc.constantFrom('linear', 'density', 'forgy'),
  });
  fc.assert(
    fc.property(cases, ({ seed, below, k, initialisation }) => {
      const values = drawn(66_000, below, seed);
      const all = ascending(values);
      t.not(all.starts, undefined);
      t.deepEqual(kMeans(all, k, initialisation, 7), kMeans({ values: sortedFloats(values) }, k, initialisation, 7));
    }),
    { numRuns: 20 },
  );
});
