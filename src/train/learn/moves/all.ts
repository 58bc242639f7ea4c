import type { Move, MoveParts } from './move.ts';

/** Every parameter learns. */
export function allMove({ products, parameters, gradients }: MoveParts): Move {
  const [first, ...others] = gradients;
  return {
    values: parameters,
    divisible: true,
    collect(from, to) {
      const sums = first.subarray(from, to);
      for (const other of others) products.add(sums, other.subarray(from, to));
      return sums;
    },
    spread() {},
  };
}
