import test from 'ava';
import { encode } from '../../src/compress/encode.ts';
import { generateLayer } from '../../src/network/generate.ts';
import { bitmask, csr, leastBits, nOfM, relativeIndex } from '../../src/network/weight-formats.ts';

test('a relative index takes what encoding a random matrix takes, padding zeros and all', (t) => {
  for (const [bits, density] of [
    [2, 0.5],
    [2, 0.1],
    [3, 0.2],
    [4, 0.1],
    [4, 0.03],
  ] as const) {
    const spec = { name: 'x', rows: 4096, columns: 64, weightDensity: density, activationDensity: 1 };
    const { streamStart } = encode(generateLayer(spec, 1).matrix, 1, bits);
    const found = (streamStart[1] * (4 + bits)) / (spec.rows * spec.columns);
    const expected = relativeIndex(bits).bitsPerWeight(density, 4)!;
    t.true(Math.abs(found / expected - 1) < 0.02, `${bits} bits at ${density}: ${found} for ${expected}`);
  }
});

test('a 4-bit index stops paying at a quarter: 4 bits for each stored weight are then the one bit for each weight of a mask', (t) => {
  t.true(relativeIndex(4).bitsPerWeight(0.2, 4)! < bitmask.bitsPerWeight(0.2, 4)!);
  t.true(relativeIndex(4).bitsPerWeight(0.26, 4)! > bitmask.bitsPerWeight(0.26, 4)!);
  t.deepEqual(
    [bitmask.bitsPerWeight(0.5, 4), nOfM(2, 4).bitsPerWeight(0.5, 4), nOfM(2, 4).bitsPerWeight(0.6, 4)],
    [3, 3, undefined],
  );
});

test('the form with the least bits goes from CSR over the index and the mask to the dense matrix as density grows', (t) => {
  const forms = [0.005, 0.1, 0.5, 0.9].map((density) => leastBits(density, 4).format);
  t.deepEqual(forms, ['CSR', '4-bit index', 'bitmask', 'dense']);
  t.is(leastBits(0.005, 4).bitsPerWeight, csr.bitsPerWeight(0.005, 4)!);
});
