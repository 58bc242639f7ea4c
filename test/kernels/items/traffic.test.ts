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
