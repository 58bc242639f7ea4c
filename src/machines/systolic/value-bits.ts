import { parseNumberFormat } from '../../base/number-format.ts';
import type { Reads } from './hardware.ts';
import type { Widths } from './traffic.ts';

/** Bits of a weight (with N:M weights its place among M inputs goes along), of an input and of a partial sum. */
export function valueBits({
  arithmetic,
  encoding,
}: Reads<'arithmetic.weight' | 'arithmetic.activation' | 'arithmetic.accumulator'> & {
  readonly encoding: { readonly pattern?: { readonly of: number } };
}): Widths {
  return {
    weight: parseNumberFormat(arithmetic.weight).widthBits + indexBits(encoding.pattern),
    input: parseNumberFormat(arithmetic.activation).widthBits,
    sum: parseNumberFormat(arithmetic.accumulator).widthBits,
  };
}

/** Bits that say which of M inputs a weight belongs to. */
export function indexBits(pattern: { readonly of: number } | undefined): number {
  return pattern === undefined ? 0 : Math.ceil(Math.log2(pattern.of));
}

/** Passes that a product takes through multipliers of fewer bits than its operands have: 2 for 8 x 16 bit on 8-bit multipliers, 4 for 16 x 16 bit. */
export function passesOf({
  array,
  arithmetic,
}: Reads<'arithmetic.weight' | 'arithmetic.activation'> & {
  readonly array: { readonly operandBits?: number | undefined };
}): number {
  const { operandBits } = array;
  if (operandBits === undefined) return 1;
  return [arithmetic.weight, arithmetic.activation]
    .map((format) => Math.ceil(parseNumberFormat(format).widthBits / operandBits))
    .reduce((all, passes) => all * passes, 1);
}
