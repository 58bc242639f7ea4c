import { allMove } from './all.ts';
import { centroidsMove } from './centroids.ts';
import type { Move, MoveParts, MoveSpec } from './move.ts';
import { survivorsMove } from './survivors.ts';

/** The move that a description means. */
export function moveOf(spec: MoveSpec, parts: MoveParts): Move {
  if (spec.kind === 'survivors') return survivorsMove(parts, spec);
  return spec.kind === 'centroids' ? centroidsMove(parts, spec) : allMove(parts);
}
