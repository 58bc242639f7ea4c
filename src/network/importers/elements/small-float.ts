/** How a floating-point format of at most 16 bits lays out its bits, the sign first. */
export interface FloatShape {
  /** 0 or 1. */
  readonly signBits: number;
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
  /**
   * What the largest exponent means: infinities and NaN (IEEE 754), numbers but for NaN with all fraction bits set (`fn`), only numbers (`finite`).
   * `fnuz`: no infinity and no negative zero, whose pattern is the one NaN.
   */
  readonly top: 'ieee' | 'fn' | 'finite' | 'fnuz';
}

const ieee = (exponentBits: number, fractionBits: number): FloatShape => ({
  signBits: 1,
  exponentBits,
  fractionBits,
  bias: 2 ** (exponentBits - 1) - 1,
  top: 'ieee',
});

/** fp8: Micikevicius et al. 2022 (arXiv 2209.05433); fnuz: Noune et al. 2022 (arXiv 2206.02915); e2m1, e2m3, e3m2, e8m0: OCP microscaling formats 1.0. */
export const SMALL_FLOATS = {
  e2m1: { ...ieee(2, 1), top: 'finite' },
  e2m3: { ...ieee(2, 3), top: 'finite' },
  e3m2: { ...ieee(3, 2), top: 'finite' },
  e4m3fn: { ...ieee(4, 3), top: 'fn' },
  e4m3fnuz: { ...ieee(4, 3), bias: 8, top: 'fnuz' },
  e5m2: ieee(5, 2),
  e5m2fnuz: { ...ieee(5, 2), bias: 16, top: 'fnuz' },
  e8m0: { signBits: 0, exponentBits: 8, fractionBits: 0, bias: 127, top: 'fn' },
  fp16: ieee(5, 10),
  bf16: ieee(8, 7),
} as const satisfies Record<string, FloatShape>;

/** The number that a bit pattern stands for. */
export function smallFloat(pattern: number, { signBits, exponentBits, fractionBits, bias, top }: FloatShape): number {
  const isNegative = signBits === 1 && (pattern >> (exponentBits + fractionBits)) & 1;
  const sign = isNegative ? -1 : 1;
  const exponent = (pattern >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = pattern & (2 ** fractionBits - 1);
  if (exponent === 2 ** exponentBits - 1) {
    if (top === 'ieee') return fraction === 0 ? sign * Infinity : NaN;
    if (top === 'fn' && fraction === 2 ** fractionBits - 1) return NaN;
  }
  if (fractionBits === 0) return 2 ** (exponent - bias); // e8m0 has no zero and no subnormals
  if (exponent === 0) {
    if (top === 'fnuz' && isNegative && fraction === 0) return NaN;
    return sign * fraction * 2 ** (1 - bias - fractionBits);
  }
  return sign * (1 + fraction * 2 ** -fractionBits) * 2 ** (exponent - bias);
}
