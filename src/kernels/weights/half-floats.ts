/** Floats of 16 bits as those of 32. bfloat16 is the upper half of single precision. */
export function halfFloats(format: 'bf16' | 'fp16', patterns: Uint16Array): Float32Array {
  if (format === 'bf16') return new Float32Array(Uint32Array.from(patterns, (pattern) => pattern << 16).buffer);
  return Float32Array.from(patterns, (pattern) => {
    const [exponent, fraction] = [(pattern >> 10) & 31, pattern & 1023];
    const sign = pattern & 0x8000 ? -1 : 1;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  });
}
