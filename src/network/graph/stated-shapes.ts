import type { Graph, Tensor } from './graph.ts';

/**
 * Shapes of values as the user and the file state them. A size that the file names takes the value that this name has in the inputs; an open batch (first
 * axis) is 1. Values with another open size are not among them.
 */
export function statedShapes(
  graph: Graph,
  inputs: ReadonlyMap<string, Pick<Tensor, 'shape'>>,
  given: Readonly<Record<string, readonly number[]>> = {},
): ReadonlyMap<string, readonly number[]> {
  const sizes = new Map<string, number>();
  for (const { name, sizes: names = [] } of graph.inputs)
    names.forEach((size, axis) => {
      const found = inputs.get(name)?.shape[axis];
      if (size !== null && found !== undefined) sizes.set(size, found);
    });
  const stated = new Map<string, readonly number[]>();
  for (const { name, shape } of graph.shapes ?? []) {
    const known = shape.map(
      (size, axis) =>
        (typeof size === 'string' ? sizes.get(size) : (size ?? undefined)) ?? (axis === 0 ? 1 : undefined),
    );
    if (known.every((size) => size !== undefined)) stated.set(name, known);
  }
  for (const [name, shape] of Object.entries(given)) stated.set(name, shape);
  return stated;
}
