import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { allEntries, traffic, trafficTwin } from '../../../src/kernels/items/traffic.ts';
import { holding, randomColumns } from '../random-columns.ts';

test('the kernel, and counting without tables, find what the twin finds', (t) => {
  const inputs = fc.record({
    perLine: fc.constantFrom(1, 2, 4, 8, 64, 3, 5),
    heldLine: fc.constantFrom(-1, 0xffff, 0),
    sentShare: fc.constantFrom(0, 0.3, 1),
  });
  fc.assert(
    fc.property(randomColumns, inputs, (columns, { perLine, heldLine, sentShare }) => {
      const all = Array.from({ length: columns.source.columns + 1 }, (_, c) => c);
      const sent = Uint32Array.from(all.filter((c) => (c * 7919) % 10 < sentShare * 10));
      const held = holding(columns, true);
      const far = { ...held, tables: { ...held.tables!, pointers: Uint32Array.from(held.tables!.pointers) } };
      const expected = trafficTwin(sent, held, perLine, heldLine);
      t.true(isDeepStrictEqual(traffic(sent, held, perLine, heldLine), expected));
      t.true(isDeepStrictEqual(traffic(sent, far, perLine, heldLine), expected));
      t.true(isDeepStrictEqual(traffic(sent, holding(columns, false), perLine, heldLine), expected));
      t.true(isDeepStrictEqual(allEntries(held), trafficTwin(Uint32Array.from(all), held, 1, -1).entries));
    }),
    { numRuns: 300 },
  );
});

test('lines that end behind the last entry that 16 bits count are read like any other', (t) => {
  for (const entries of [65520, 65528, 65529, 65535]) {
    const columnStart = Uint32Array.of(0, 5, entries);
    const rowIndex = Uint32Array.from({ length: entries }, (_, k) => (k < 5 ? k : k - 5));
    const source = { rows: entries, columns: 2, columnStart, rowIndex };
    const held = holding({ source, processingElements: 1, indexBits: 16 }, true);
    t.true(held.tables!.pointers instanceof Uint16Array);
    for (const perLine of [1, 2, 8, 64, 3])
      for (const sent of [Uint32Array.of(0, 1), Uint32Array.of(1)])
        t.deepEqual(traffic(sent, held, perLine, -1), trafficTwin(sent, held, perLine, -1));
  }
});
