import test from 'ava';
import fc from 'fast-check';
import { LinearMemory } from '../../src/kernels/linear-memory.ts';

const PAGE = 0x10000;

/** As WebAssembly.Memory: growing it copies the bytes and leaves the old buffer behind. */
function growing(maximumPages = 64) {
  let buffer = new ArrayBuffer(PAGE);
  return {
    get buffer() {
      return buffer;
    },
    grow(pages: number) {
      const before = buffer.byteLength / PAGE;
      if (before + pages > maximumPages) throw new RangeError('no more memory');
      const larger = new ArrayBuffer((before + pages) * PAGE);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
      return before;
    },
  };
}

test('blocks that are taken never overlap, begin on a cache line, and what is given back is given out again', (t) => {
  const steps = fc.array(fc.record({ bytes: fc.nat(30_000), gives: fc.nat(3), which: fc.nat(1000) }), {
    maxLength: 120,
  });
  fc.assert(
    fc.property(steps, (list) => {
      const memory = new LinearMemory(growing(256));
      const held: { at: number; bytes: number; mark: number }[] = [];
      list.forEach(({ bytes, gives, which }, k) => {
        const at = memory.take(bytes);
        t.is(at % 64, 0);
        t.true(at > 0);
        const mark = (k % 255) + 1;
        memory.bytes(at, bytes).fill(mark);
        held.push({ at, bytes, mark });
        for (let g = 0; g < gives && held.length > 1; g++) {
          const [gone] = held.splice(which % held.length, 1);
          memory.give(gone.at);
        }
        for (const one of held) t.true(memory.bytes(one.at, one.bytes).every((byte) => byte === one.mark));
      });
      for (const { at } of held) memory.give(at);
      t.throws(() => memory.give(held[0]?.at ?? 0), { message: /no block/ });
    }),
    { numRuns: 60 },
  );
});

test('blocks lent for a call are free behind it, also where the call fails', (t) => {
  const memory = new LinearMemory(growing(20));
  for (let k = 0; k < 100; k++) memory.lend((take) => take(15 * PAGE));
  for (let k = 0; k < 100; k++)
    t.throws(() =>
      memory.lend((take) => {
        take(15 * PAGE);
        throw new Error('a fault of the caller');
      }),
    );
  t.notThrows(() => memory.take(16 * PAGE));
});

test('a kept block is filled once as long as its record lives and there is room', (t) => {
  const memory = new LinearMemory(growing());
  const array = Uint16Array.of(1, 2, 500);
  let fills = 0;
  const fill = (at: number) => {
    fills++;
    memory.put(at, array);
  };
  const at = memory.keep(array, 'doubled', 6, fill);
  memory.take(20 * PAGE);
  t.is(memory.keep(array, 'doubled', 6, fill), at);
  t.is(fills, 1);
  t.deepEqual(memory.halves(at, 3), array);
  t.not(memory.moved(array), at);
});

test('the longest unused of the kept blocks makes room, and is filled anew when it is asked for', (t) => {
  // 4 GiB of addresses that no byte stands behind: only the sizes matter
  let pages = 1;
  const memory = new LinearMemory({
    get buffer() {
      return { byteLength: pages * PAGE } as ArrayBuffer;
    },
    grow(more: number) {
      pages += more;
      if (pages > 65536) throw new RangeError('no more memory');
      return pages - more;
    },
  });
  const records = Array.from({ length: 200 }, () => ({}));
  const fills = records.map(() => 0);
  const ask = (k: number) => memory.keep(records[k], 'all', 60 * 2 ** 20, () => fills[k]++);
  for (const k of records.keys()) ask(k);
  t.deepEqual(
    fills,
    records.map(() => 1),
  );
  ask(199);
  t.is(fills[199], 1);
  ask(0);
  t.is(fills[0], 2);
  t.true(pages * PAGE < 700 * 2 ** 20);
});

test('what is kept of records can be given back at once, and is made anew when it is asked for again', (t) => {
  const memory = new LinearMemory(growing(20));
  let made = 0;
  const record = {};
  const keep = () => memory.keep(record, 'own', 15 * PAGE, () => made++);
  keep();
  keep();
  t.is(made, 1);
  memory.forget();
  // nothing else would fit beside it
  memory.lend((take) => take(15 * PAGE));
  keep();
  t.is(made, 2);
});

test('what is kept of one record is given back alone', (t) => {
  const memory = new LinearMemory(growing(40));
  const made: string[] = [];
  const records = { a: {}, b: {} };
  const keep = (name: 'a' | 'b') => memory.keep(records[name], 'own', 15 * PAGE, () => made.push(name));
  keep('a');
  keep('b');
  memory.letGo(records.a);
  memory.letGo(records.a);
  keep('b');
  keep('a');
  t.deepEqual(made, ['a', 'b', 'a']);
});

test('a large memory grows in few steps', (t) => {
  let pages = 1;
  let steps = 0;
  const memory = new LinearMemory({
    get buffer() {
      return { byteLength: pages * PAGE } as ArrayBuffer;
    },
    grow(more: number) {
      steps++;
      pages += more;
      return pages - more;
    },
  });
  for (let k = 0; k < 4096; k++) memory.take(PAGE);
  t.true(steps < 25, `${steps} steps`);
  t.true(pages < 4096 * 1.3, `${pages} pages`);
});
