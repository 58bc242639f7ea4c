import test from 'ava';
import * as fc from 'fast-check';
import { randomStream } from '../../src/base/random.ts';
import { largestMagnitudes, rankMagnitudes, tiesKept } from '../../src/compress/magnitude-rank.ts';
import { pickMagnitudes } from '../../src/kernels/weights/pick-magnitudes.ts';

test('the rank found by counting bits is the one that sorting finds', (t) => {
  const values = fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(values, fc.nat(), (list, draw) => {
      const count = 1 + (draw % list.length);
      const sorted = [...list].map(Math.abs).toSorted((a, b) => b - a);
      const threshold = sorted[count - 1];
      const ties = count - sorted.filter((magnitude) => magnitude > threshold).length;
      t.deepEqual(rankMagnitudes([list], count), { threshold, ties });
    }),
  );
});

test('several lists are ranked together', (t) => {
  t.deepEqual(rankMagnitudes([Float32Array.of(1, -5), Float32Array.of(4, 5)], 2), { threshold: 5, ties: 2 });
});

test('the largest of many, ties among them, are those that sorting finds, the first ones first', (t) => {
  const next = randomStream(3);
  for (const levels of [5, 1000, 2 ** 24]) {
    const lists = [150_000, 1, 60_001].map((length) =>
      Float32Array.from({ length }, () => ((next() >>> 8) % levels) / levels - 0.5),
    );
    const joined = Float32Array.from(lists.flatMap((list) => [...list]));
    for (const count of [0, 1, 777, 20_000, 200_000, 210_002]) {
      const all = lists.flatMap((list, which) =>
        Array.from(list, (value, index) => ({ which, index, size: Math.abs(value) })),
      );
      const wanted = all.toSorted((a, b) => b.size - a.size).slice(0, count);
      const places = wanted.map(({ which, index }) => index + (which > 0 ? 150_000 : 0) + (which > 1 ? 1 : 0));
      const ofAll = largestMagnitudes(joined, count);
      t.deepEqual(
        [...ofAll.indices],
        places.toSorted((a, b) => a - b),
      );
      t.deepEqual(
        [...ofAll.values],
        [...ofAll.indices].map((index) => joined[index]),
      );
      if (count === 0) continue;
      const { threshold, ties } = rankMagnitudes(lists, count);
      const keep = tiesKept(threshold, ties);
      const found = lists.map((list) => keep(pickMagnitudes(list, threshold)));
      for (const [which, { values, indices }] of found.entries()) {
        const own = wanted.filter((one) => one.which === which).map(({ index }) => index);
        t.deepEqual(
          [...indices],
          own.toSorted((a, b) => a - b),
        );
        t.deepEqual(
          [...values],
          [...indices].map((index) => lists[which][index]),
        );
      }
    }
  }
});

test('a sample that misleads costs time and changes nothing', (t) => {
  // the places that the sample looks at are the largest
  const length = 2 ** 18;
  const step = Math.floor(length / 2 ** 13) | 1;
  const list = Float32Array.from({ length }, (_, k) => (k % step === 0 ? 100 + k / length : 1 + k / length));
  const gone = smallest(list, length / 2);
  const { indices } = largestMagnitudes(list, length / 2);
  t.deepEqual(
    [...indices],
    [...list.keys()].filter((k) => !gone.has(k)),
  );
});

/** Places of the `count` smallest. */
function smallest(list: Float32Array, count: number): Set<number> {
  const places = Array.from(list, (value, k) => ({ value, k })).toSorted((a, b) => a.value - b.value);
  return new Set(places.slice(0, count).map(({ k }) => k));
}
