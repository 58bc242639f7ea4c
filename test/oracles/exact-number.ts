/** Numbers m x 2^e with whole m of any size: sums and products are exact, and rounding happens only where it is asked for. */
export interface Exact {
  readonly m: bigint;
  readonly e: number;
}

/** A format as eie's users know it, taken from its name by hand and not by the product. */
export interface ExactFormat {
  readonly name: string;
  /** Largest value, smallest value, and the last place of a value of exponent `top` (value < 2^(top + 1)). */
  readonly largest: Exact;
  readonly smallest: Exact;
  readonly lastPlace: (top: number) => number;
}

const BITS = 1074; // every double is a whole multiple of 2^-1074

export function exact(x: number): Exact {
  let m = x;
  let e = 0;
  while (!Number.isInteger(m) && e > -BITS) {
    m *= 2;
    e--;
  }
  return { m: BigInt(m), e };
}

export function toNumber({ m, e }: Exact): number {
  return Number(m) * 2 ** e;
}

export function times(a: Exact, b: Exact): Exact {
  return { m: a.m * b.m, e: a.e + b.e };
}

export function plus(a: Exact, b: Exact): Exact {
  const e = Math.min(a.e, b.e);
  return { m: scaled(a, e) + scaled(b, e), e };
}

function scaled({ m, e }: Exact, to: number): bigint {
  return m << BigInt(e - to);
}

function isGreater(a: Exact, b: Exact): boolean {
  const e = Math.min(a.e, b.e);
  return scaled(a, e) > scaled(b, e);
}

/** The multiple of 2^place nearest to the number, ties to the even multiple. */
function roundedTo({ m, e }: Exact, place: number): Exact {
  if (place <= e) return { m, e };
  const shift = BigInt(place - e);
  const below = m >> shift;
  const rest = m - (below << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && below % 2n !== 0n);
  return { m: up ? below + 1n : below, e: place };
}

/** Rounded to the format, then brought into its range; `clipped` says whether that changed it. */
export function settled(x: Exact, format: ExactFormat): { readonly value: Exact; readonly clipped: boolean } {
  if (x.m === 0n) return { value: x, clipped: false };
  const magnitude = x.m < 0n ? -x.m : x.m;
  const top = magnitude.toString(2).length - 1 + x.e;
  const value = roundedTo(x, format.lastPlace(top));
  if (isGreater(value, format.largest)) return { value: format.largest, clipped: true };
  if (isGreater(format.smallest, value)) return { value: format.smallest, clipped: true };
  return { value, clipped: false };
}

/** `bits` bits with `fraction` of them behind the point. */
export function fixedPoint(name: string, signed: boolean, bits: number, fraction: number): ExactFormat {
  const count = 1n << BigInt(signed ? bits - 1 : bits);
  return {
    name,
    largest: { m: count - 1n, e: -fraction },
    smallest: { m: signed ? -count : 0n, e: -fraction },
    lastPlace: () => -fraction,
  };
}

/**
 * IEEE-like: `precision` bits of significand with the hidden one, subnormals below 2^minExponent, largest exponent -minExponent + 1 unless the largest value is
 * given as m x 2^e; saturating.
 */
export function floatingPoint(
  name: string,
  precision: number,
  minExponent: number,
  largest = { m: (1n << BigInt(precision)) - 1n, e: 1 - minExponent - precision + 1 },
): ExactFormat {
  return {
    name,
    largest,
    smallest: { m: -largest.m, e: largest.e },
    lastPlace: (top) => Math.max(top, minExponent) - precision + 1,
  };
}
