import test from 'ava';
import * as fc from 'fast-check';
import { oddProduct } from '../../../src/simulate/outputs/odd-product.ts';

/** The product of whole numbers rounded to odd, by big integers: its 53 highest bits, the last of them 1 where anything was cut off. */
function roundedToOdd(w: bigint, a: bigint): number {
  const product = w * a;
  const size = product < 0n ? -product : product;
  const cut = BigInt(Math.max(0, size.toString(2).length - 53));
  const kept = size >> cut;
  const odd = kept << cut === size ? kept : kept | 1n;
  return Number((product < 0n ? -odd : odd) << cut);
}

const operand = fc.bigInt({ min: -(2n ** 32n), max: 2n ** 32n });

test('products of any sign are rounded to odd exactly', (t) => {
  fc.assert(
    fc.property(operand, operand, (w, a) => {
      t.is(oddProduct(Number(w), Number(a)) + 0, roundedToOdd(w, a) + 0, `${w} * ${a}`);
    }),
    { numRuns: 5000 },
  );
});
