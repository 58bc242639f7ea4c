import type { GraphNode, Tensor } from '../graph.ts';
import type { Attending } from './attending.ts';
import type { CacheUse } from './cache-use.ts';

/** Watches one execution of a graph. */
export interface CacheWatch {
  input(tensor: Tensor): void;
  /** @param attending what an attention that is one node told */
  made(
    node: GraphNode,
    inputs: readonly (Tensor | undefined)[],
    outputs: readonly (Tensor | undefined)[],
    attending?: Attending,
  ): void;
  /** Undefined where nothing is kept. */
  use(): CacheUse | undefined;
}
