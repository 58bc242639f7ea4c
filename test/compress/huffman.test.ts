import test from 'ava';
import * as fc from 'fast-check';
import { countSymbols, huffmanBits, huffmanDecode, huffmanEncode, huffmanLengths } from '../../src/compress/huffman.ts';

test('counts 1 1 2 4 give lengths 3 3 2 1', (t) => {
  t.deepEqual([...huffmanLengths([1, 1, 2, 4])], [3, 3, 2, 1]);
});

test('of equal weights the lower symbol, and a symbol before what symbols were joined to, is taken first', (t) => {
  t.deepEqual([...huffmanLengths([1, 1, 1])], [2, 2, 1]);
  t.deepEqual([...huffmanLengths([1, 1, 2, 2])], [2, 2, 2, 2]);
  t.deepEqual([...huffmanLengths([2, 1, 2, 1, 2])], [2, 3, 2, 3, 2]);
});

test('a symbol that never occurs has no code, a lone one has 1 bit', (t) => {
  t.deepEqual([...huffmanLengths([0, 9, 0])], [0, 1, 0]);
  t.deepEqual([...huffmanLengths([0, 0])], [0, 0]);
});

const stream = fc.array(fc.nat({ max: 20 }), { maxLength: 300 });

test('decoding gives back what was encoded, in exactly the bits that were promised', (t) => {
  fc.assert(
    fc.property(stream, (symbols) => {
      const counts = countSymbols(symbols, 21);
      const lengths = huffmanLengths(counts);
      const bytes = huffmanEncode(symbols, lengths);
      t.is(bytes.length, Math.ceil(huffmanBits(counts, lengths) / 8));
      t.deepEqual([...huffmanDecode(bytes, lengths, symbols.length)], symbols);
    }),
  );
});

test('the mean length lies between the entropy and one bit more', (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 300 }), (symbols) => {
      const counts = countSymbols(symbols, 21);
      if (new Set(symbols).size < 2) return;
      const entropy = counts.reduce(
        (sum, count) => (count === 0 ? sum : sum - count * Math.log2(count / symbols.length)),
        0,
      );
      const bits = huffmanBits(counts, huffmanLengths(counts));
      t.true(bits >= entropy - 1e-9 && bits <= entropy + symbols.length);
    }),
  );
});
