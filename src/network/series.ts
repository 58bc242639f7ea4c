/**
 * Functions as series of the four operations, which IEEE 754 rounds alike everywhere; what Math.exp and Math.log return is left to each engine. Good to
 * about 1e-14.
 */

/** e^x for |x| up to about 50. */
export function expOf(x: number): number {
  let small = x;
  let halvings = 0;
  for (; Math.abs(small) > 0.5; small /= 2) halvings++;
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 18; k++) {
    term *= small / k;
    sum += term;
  }
  for (let k = 0; k < halvings; k++) sum *= sum;
  return sum;
}

/** -ln x for 0 < x <= 1: halvings of x, and 2 atanh of what is left. */
export function minusLogOf(x: number): number {
  let left = Math.max(x, 2 ** -1000);
  let halvings = 0;
  for (; left < 0.7; left *= 2) halvings++;
  const y = (1 - left) / (1 + left);
  let power = y;
  let sum = 0;
  for (let k = 1; k <= 41; k += 2) {
    sum += power / k;
    power *= y * y;
  }
  return 2 * sum + halvings * Math.LN2;
}

/** P(|g| > u) of a standard normal g, u >= 0: one less erf(u / sqrt 2), whose series of positive terms is u sqrt(2 / pi) e^(-u^2 / 2) sum u^2n / (2n + 1)!!. */
export function normalTail(u: number): number {
  if (u > 8) return 0;
  let term = u;
  let sum = u;
  for (let n = 1; n <= 140; n++) {
    term *= (u * u) / (2 * n + 1);
    sum += term;
  }
  return Math.max(0, 1 - Math.sqrt(2 / Math.PI) * expOf((-u * u) / 2) * sum);
}
