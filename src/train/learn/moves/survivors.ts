import type { Move, MoveParts, MoveSpec } from './move.ts';

/** Parameters at some places learn. The others are never touched, by nothing that an optimiser remembers of them either: a pruned weight stays exactly 0. */
export function survivorsMove(
  { parameters, gradients, scratch }: MoveParts,
  { positions }: Extract<MoveSpec, { kind: 'survivors' }>,
): Move {
  const values = scratch.values.subarray(0, positions.length);
  const sums = scratch.gradients.subarray(0, positions.length);
  for (let k = 0; k < positions.length; k++) values[k] = parameters[positions[k]];
  return {
    values,
    divisible: true,
    collect(from, to) {
      for (let k = from; k < to; k++) sums[k] = gradients[0][positions[k]];
      for (const other of gradients.slice(1)) for (let k = from; k < to; k++) sums[k] += other[positions[k]];
      return sums.subarray(from, to);
    },
    spread(from, to) {
      for (let k = from; k < to; k++) parameters[positions[k]] = values[k];
    },
  };
}
