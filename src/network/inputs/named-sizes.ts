import type { Graph, GraphInput } from '../graph/graph.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Names of sizes that the inputs of a graph leave open, each once; of a sum ("past_sequence_length + 1") its parts. */
export function openSizeNames(inputs: readonly GraphInput[]): string[] {
  return [
    ...new Set(inputs.flatMap(({ sizes = [] }) => sizes.flatMap((name) => (name === null ? [] : partsOf(name))))),
  ];
}

/**
 * A graph whose inputs have the sizes that are given by the names which its file has for them: `sequence_length` says it of all inputs at once. What is given for an input itself
 * comes first.
 * @returns the graph, and the shapes that are given by the names of inputs
 */
export function withNamedSizes(graph: Graph, given: Shapes): { readonly graph: Graph; readonly shapes: Shapes } {
  const named = openSizeNames(graph.inputs);
  const isSize = ([name, shape]: readonly [string, readonly number[]]): boolean =>
    shape.length === 1 && named.includes(name) && graph.inputs.every((input) => input.name !== name);
  const entries = Object.entries(given);
  const sizes = new Map(entries.filter(isSize).map(([name, [size]]) => [name, size]));
  const inputs = graph.inputs.map((input) => ({
    ...input,
    shape: input.shape.map((size, axis) => size ?? sizeOf(input.sizes?.[axis] ?? null, sizes)),
  }));
  return {
    graph: sizes.size === 0 ? graph : { ...graph, inputs },
    shapes: Object.fromEntries(entries.filter((entry) => !isSize(entry))),
  };
}

function partsOf(name: string): string[] {
  return name.split('+').flatMap((part) => (/^\s*\d*\s*$/.test(part) ? [] : [part.trim()]));
}

function sizeOf(name: string | null, sizes: ReadonlyMap<string, number>): number | null {
  if (name === null) return null;
  const parts = name.split('+').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : sizes.get(part.trim())));
  return parts.includes(undefined) ? null : parts.reduce<number>((sum, part) => sum + part!, 0);
}
