/** Digits of a key: 3 of 11 bits. */
const DIGIT = 11;
const DIGITS = [0, DIGIT, 2 * DIGIT];

/**
 * The values in ascending order, -0 before 0: a radix sort of their bit patterns, in which all bits of a negative number and the sign of any other are turned
 * over. Linear; NaN is not expected.
 */
export function sortedFloats(values: Float32Array): Float32Array<ArrayBuffer> {
  const { length } = values;
  const patterns = new Int32Array(values.buffer, values.byteOffset, length);
  const counts = DIGITS.map(() => new Uint32Array(1 << DIGIT));
  const [first, second, third] = counts;
  let keys = new Int32Array(length);
  for (let k = 0; k < length; k++) {
    const pattern = patterns[k];
    const key = pattern ^ ((pattern >> 31) | 0x80000000);
    keys[k] = key;
    first[key & 0x7ff]++;
    second[(key >>> DIGIT) & 0x7ff]++;
    third[key >>> (2 * DIGIT)]++;
  }
  let other = new Int32Array(length);
  for (const [digit, starts] of counts.entries()) {
    if (starts.includes(length)) continue; // all alike
    let at = 0;
    for (let key = 0; key < starts.length; key++) {
      const count = starts[key];
      starts[key] = at;
      at += count;
    }
    const shift = DIGITS[digit];
    for (let k = 0; k < length; k++) {
      const key = keys[k];
      other[starts[(key >>> shift) & 0x7ff]++] = key;
    }
    [keys, other] = [other, keys];
  }
  for (let k = 0; k < length; k++) keys[k] ^= ~(keys[k] >> 31) | 0x80000000;
  return new Float32Array(keys.buffer);
}
