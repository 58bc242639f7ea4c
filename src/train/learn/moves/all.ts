import type { Move, MoveParts } from './move.ts';

/** Every parameter learns. */
export function allMove({ products, parameters, gradients, foreign = false, scratch }: MoveParts): Move {
  const [first, ...others] = gradients;
  return {
    values: parameters,
    divisible: true,
    collect(from, to) {
      const [sums, copy] = [scratch.gradients.subarray(from, to), scratch.values.subarray(from, to)];
      if (!foreign) {
        const own = first.subarray(from, to);
        for (const other of others) products.add(own, other.subarray(from, to));
        return own;
      }
      sums.set(first.subarray(from, to));
      for (const other of others) {
        copy.set(other.subarray(from, to));
        products.add(sums, copy);
      }
      return sums;
    },
    spread() {},
  };
}
