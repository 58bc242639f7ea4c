import type { Move, MoveParts, MoveSpec } from './move.ts';

/**
 * Shared values learn: the gradient of a centroid is the sum of those of its weights (Deep Compression, section 3.3, formula 3), in the order of the places;
 * which weight has which centroid stays.
 */
export function centroidsMove(
  { parameters, gradients, scratch }: MoveParts,
  { positions, groups, count }: Extract<MoveSpec, { kind: 'centroids' }>,
): Move {
  const values = scratch.values.subarray(0, count);
  const sums = scratch.gradients.subarray(0, count);
  for (let k = 0; k < positions.length; k++) values[groups[k]] = parameters[positions[k]];
  return {
    values,
    divisible: false,
    collect() {
      const totals = new Float64Array(count);
      for (let k = 0; k < positions.length; k++) {
        const position = positions[k];
        let sum = 0;
        for (const part of gradients) sum += part[position];
        totals[groups[k]] += sum;
      }
      sums.set(totals);
      return sums;
    },
    spread() {
      for (let k = 0; k < positions.length; k++) parameters[positions[k]] = values[groups[k]];
    },
  };
}
