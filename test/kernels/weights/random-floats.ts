import fc from 'fast-check';

/** Lists longer than a block of the kernels, of values that repeat a few drawn ones with other signs and exponents; NaN is not among them. */
export const manyFloats = fc
  .record({
    drawn: fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1, maxLength: 50 }),
    length: fc.oneof(fc.nat(70), fc.nat(20_000)),
    seed: fc.nat(),
  })
  .map(({ drawn, length, seed }) =>
    Float32Array.from({ length }, (_, k) => {
      const value = drawn[Math.imul(k + seed, 0x9e3779b1) % drawn.length] ?? drawn[0];
      return k % 3 === 0 ? -value : k % 7 === 0 ? value / (k + 1) : value;
    }),
  );
