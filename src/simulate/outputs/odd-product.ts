const asDouble = new Float64Array(1);
const asBits = new BigInt64Array(asDouble.buffer);

/**
 * A product of more than 53 bits, rounded to odd: where it is not exact, the neighbour whose last bit is 1. Rounding that once more, to at most 51 bits, gives
 * what rounding the exact product gives (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008); rounding w * a twice does not.
 */
export function oddProduct(w: number, a: number): number {
  const rounded = w * a;
  const rest = productRest(w, a, rounded);
  asDouble[0] = rounded;
  if (rest === 0 || (asBits[0] & 1n) === 1n) return rounded;
  asBits[0] += rest > 0 === rounded > 0 ? 1n : -1n;
  return asDouble[0];
}

/** w * a - rounded, exactly (Dekker, 1971): the halves of 26 bits multiply without a rounding. */
function productRest(w: number, a: number, rounded: number): number {
  const [wHigh, wLow] = halves(w);
  const [aHigh, aLow] = halves(a);
  return wLow * aLow - (rounded - wHigh * aHigh - wLow * aHigh - wHigh * aLow);
}

function halves(x: number): [high: number, low: number] {
  const shifted = x * (2 ** 27 + 1);
  const high = shifted - (shifted - x);
  return [high, x - high];
}
