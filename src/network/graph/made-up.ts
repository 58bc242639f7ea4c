import { randomStream } from '../../base/random.ts';
import { generateActivations, layerSeed } from '../generate.ts';
import type { Tensor } from './graph.ts';
import { sizeOf } from './operators/operator.ts';

/** How values of nodes that are not executed are made up: their shape is known, their numbers are generated. */
export interface MadeUp {
  /** Density of generated values. */
  readonly density: number;
  readonly seed: number;
  /** Shapes by name of the value. */
  readonly stated: ReadonlyMap<string, readonly number[]>;
}

/** Generated activations in place of a value that cannot be computed; undefined where its shape is not known. */
export function madeUpTensor({ density, seed, stated }: MadeUp, name: string): Tensor | undefined {
  const shape = stated.get(name);
  if (shape === undefined) return undefined;
  const stream = randomStream(layerSeed(seed, [...stated.keys()].indexOf(name) + 1));
  return { type: 'fp32', shape, values: generateActivations(stream, sizeOf(shape), density) };
}
